using PixelGpt.Formats.Pth;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class PthTarget() : FuzzTarget("pth", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        if (input.AsSpan().StartsWith(PthMaker.Magic)) return [.. PthMaker.Magic, .. PickleMutation.Apply(input[PthMaker.Magic.Length..], random)];
        return random.OneIn(4)
            ? ZipMutation.Numbers(input, random)
            : ZipMutation.Files(input, random, (name, content) => name.EndsWith("data.pkl", StringComparison.Ordinal) || random.OneIn(4) ? PickleMutation.Apply(content, random) : content, mayPack: random.OneIn(10));
    }

    public override void Read(byte[] input)
    {
        if (PthFile.Parse(input, "a.pth") is not PickleDictionary root) return;
        foreach ((object key, object? value) in root.Items)
        {
            Assert.True(key is string or long);
            if (value is PthTensor tensor) Assert.Equal(tensor.Shape.Aggregate(1, (a, b) => a * b), tensor.ToFloats().Length);
        }
    }

    /// <summary>Objects of a pickle, some fifty bytes for each of it, and tensors that look at one storage many times.</summary>
    public override long MaxAllocated(int length) => (1 << 18) + (400L * length);

    private static byte[][] MakeSeeds()
    {
        string[] types = ["FloatStorage", "HalfStorage", "BFloat16Storage", "LongStorage", "BoolStorage", "DoubleStorage"];
        int[] sizes = [4, 2, 2, 8, 1, 8];
        byte[] pickle = PthMaker.StateDict(types);
        byte[] checkpoint = [.. "\u007d("u8, .. PthMaker.Text("model_state_dict"), .. "}("u8, .. PthMaker.Text("w"), .. PthMaker.Tensor("FloatStorage", "0", 6), .. "u"u8, .. PthMaker.Text("optimizer"), .. "}(K\0](K\u0001K\u0002euu."u8];
        return
        [
            PthMaker.Zip(pickle, [.. types.Select((_, i) => ($"{i}", new byte[6 * sizes[i]]))]),
            PthMaker.Legacy(pickle, [.. types.Select((_, i) => ($"{i}", 6L, new byte[6 * sizes[i]]))]),
            PthMaker.Zip(checkpoint, ("0", new byte[24])),
            PthMaker.Legacy(checkpoint, ("0", 6, new byte[24])),
            .. SharedData.Root is null ? [] : ((string[])["state_dict.zip.pth", "state_dict.legacy.pth", "checkpoint.zip.pth", "checkpoint.legacy.pth"]).Select(name => File.ReadAllBytes(SharedData.PathOf("reference", "pth", name))),
        ];
    }
}
