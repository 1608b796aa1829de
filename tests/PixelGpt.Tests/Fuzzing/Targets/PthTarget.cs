using PixelGpt.Formats;
using PixelGpt.Formats.Pth;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>Files of <c>torch.save</c>, read as values and as a state dict.</summary>
internal sealed class PthTarget() : FileTarget("pth", "a.pth", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        if (input.AsSpan().StartsWith(PthMaker.Magic)) return [.. PthMaker.Magic, .. PickleMutation.Apply(input[PthMaker.Magic.Length..], random)];
        return random.OneIn(4)
            ? ZipMutation.Numbers(input, random)
            : ZipMutation.Files(input, random, (name, content) => name.EndsWith("data.pkl", StringComparison.Ordinal) || random.OneIn(4) ? PickleMutation.Apply(content, random) : content, mayPack: random.OneIn(10));
    }

    /// <summary>Enough for the objects of a pickle and for many tensors with the same storage.</summary>
    public override long MaxAllocated(int length) => (1 << 18) + (800L * length);

    protected override void Read(string path)
    {
        if (PthFile.Load(path) is not PickleDictionary root) return;
        foreach ((object key, object? value) in root.Items)
        {
            Assert.True(key is string or long);
            if (value is PthTensor tensor) Assert.Equal(tensor.Shape.Aggregate(1, (a, b) => a * b), tensor.ToFloats().Length);
        }

        using var state = PthStateDict.Load(path);
        foreach (string name in state.Names) _ = state.Floats(name);
    }

    private static byte[][] MakeSeeds()
    {
        string[] types = ["FloatStorage", "HalfStorage", "BFloat16Storage", "LongStorage", "BoolStorage", "DoubleStorage", "IntStorage", "ShortStorage", "CharStorage", "ByteStorage"];
        int[] sizes = [4, 2, 2, 8, 1, 8, 4, 2, 1, 1];
        byte[] pickle = PthMaker.StateDict(types);
        byte[] checkpoint = [.. "\u007d("u8, .. PthMaker.Text("model_state_dict"), .. "}("u8, .. PthMaker.Text("w"), .. PthMaker.Tensor("FloatStorage", "0", 6), .. "u"u8, .. PthMaker.Text("optimizer"), .. "}(K\0](K\u0001K\u0002euu."u8];
        return
        [
            PthMaker.Zip(pickle, [.. types.Select((_, i) => ($"{i}", new byte[6 * sizes[i]]))]),
            PthMaker.Legacy(pickle, [.. types.Select((_, i) => ($"{i}", 6L, new byte[6 * sizes[i]]))]),
            PthMaker.Zip(checkpoint, ("0", new byte[24])),
            PthMaker.Legacy(checkpoint, ("0", 6, new byte[24])),
            PthMaker.Zip(PthMaker.Protocol4, ("0", new byte[24])),
            Zip64Maker.Make(("archive/data.pkl", checkpoint), ("archive/data/0", new byte[24])),
            .. SharedData.Root is null ? [] : ((string[])["state_dict.zip.pth", "state_dict.legacy.pth", "checkpoint.zip.pth", "checkpoint.legacy.pth"]).Select(name => File.ReadAllBytes(SharedData.PathOf("reference", "pth", name))),
        ];
    }
}
