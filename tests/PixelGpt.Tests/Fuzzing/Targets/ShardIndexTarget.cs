using System.Text;
using PixelGpt.Formats;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>An index with its shards in one folder, and a file in the parent folder that must not be read.</summary>
internal sealed class ShardIndexTarget : FileTarget
{
    private static readonly string[] Words = ["weight_map", "metadata", "a", "b", "secret", "one.safetensors", "two.safetensors", "../outside.safetensors", "in/../one.safetensors", "./one.safetensors", ".", ""];

    public ShardIndexTarget()
        : base("safetensors-index", Path.Combine("in", "model.safetensors.index.json"), [.. Texts().Select(Encoding.UTF8.GetBytes)])
    {
        Directory.CreateDirectory(Folder["in"]);
        File.WriteAllBytes(Folder[Path.Combine("in", "one.safetensors")], SafeTensorsTarget.File(("a", [2])));
        File.WriteAllBytes(Folder[Path.Combine("in", "two.safetensors")], SafeTensorsTarget.File(("b", [3]), ("c", [1])));
        File.WriteAllBytes(Folder["outside.safetensors"], SafeTensorsTarget.File(("secret", [1]), ("a", [2]), ("b", [3])));
    }

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, [.. Words, Folder["outside.safetensors"]]);

    protected override void Read(string path)
    {
        using var shards = ShardedTensors.Load(path);
        foreach (string name in shards.Names) _ = shards.Floats(name);
        Assert.DoesNotContain("secret", shards.Names);
        Assert.All(shards.Names, name => Assert.Contains(name, (string[])["a", "b", "c"]));
    }

    private static string[] Texts() =>
    [
        """{"metadata": {"total_size": 20}, "weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}""",
        """{"weight_map": {"c": "two.safetensors"}}""",
        """{"weight_map": {}}""",
    ];
}
