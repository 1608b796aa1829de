using System.Text;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class PaletteTarget(string extension, params string[] seeds) : FileTarget("palette" + extension, "p" + extension, [.. seeds.Select(Encoding.UTF8.GetBytes)])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => TextMutation.Apply(input, random);

    protected override void Read(string path) => Assert.InRange(PaletteFile.Load(path).Count, 1, 1 << 16);
}

internal sealed class SizesTextTarget() : FileTarget("sizes-text", SizesText.FileName, [.. ((string[])["16 16\n24 18\n32 32\n", "8\t64\r\n 9  10 "]).Select(Encoding.UTF8.GetBytes)])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => TextMutation.Apply(input, random);

    protected override void Read(string path) =>
        Assert.All(SizesText.Find(Path.GetDirectoryName(path)!)!, size => Assert.True(size is { Width: >= 8 and <= 64, Height: >= 8 and <= 64 }));
}

internal sealed class DatasetManifestTarget() : FileTarget("dataset-manifest", DatasetManifest.FileName, [.. Manifests.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Manifests =
    [
        """{"width": 20, "height": 20, "splits": {"train": 632, "dev": 80, "test": 80}}""",
        """{"mixed_sizes": true, "splits": {"train": 4, "dev": 2, "test": 1}}""",
        """{"width": 6, "height": 5, "splits": {"train": 1, "dev": 0, "test": 0}, "import": {"files": 3, "background": "#ffffff", "delta_e_mean": 0.25}}""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["width", "height", "mixed_sizes", "splits", "train", "dev", "test"]);

    protected override void Read(string path)
    {
        DatasetManifest manifest = DatasetManifest.Find(Path.GetDirectoryName(path)!)!;
        Assert.True(manifest.Size is null or { Width: > 0, Height: > 0 });
        Assert.True(manifest.Splits is { Train: >= 0, Dev: >= 0, Test: >= 0 });
    }
}
