using System.IO.Compression;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Formats.Npz;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary><c>.npz</c> files: arrays, and feature statistics.</summary>
internal sealed class NpzTarget() : FileTarget("npz", "a.npz", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => random.OneIn(4)
        ? ZipMutation.Numbers(input, random)
        : ZipMutation.Files(input, random, (_, content) => NpyMutation.Apply(content, random), mayPack: true);

    /// <summary>Deflate compresses by at most 1032:1; the data is read and then converted to float64.</summary>
    public override long MaxAllocated(int length) => (1 << 20) + (4L * 1032 * length);

    protected override void Read(string path)
    {
        NpzFile file = NpzFile.Load(path);
        foreach (string name in file.Names)
        {
            NpyArray array = file.Find(name);
            Assert.Equal(array.Shape.Aggregate(1L, (a, b) => a * b), array.ToDoubles().LongLength);
        }

        if (file.Contains("mu")) _ = FeatureStatistics.Load(path);
    }

    private static byte[][] MakeSeeds()
    {
        (string, byte[])[] statistics = [Npy("mu", NpyArray.Of([1.0, 2], 2)), Npy("sigma", NpyArray.Of([2.0, 1, 1, 3], 2, 2)), Npy("n", NpyArray.Of([80.0]))];
        (string, byte[])[] others = [Npy("features", NpyArray.Of([1f, 2, 3, 4, 5, 6], 3, 2)), Npy("none", NpyArray.Of(Array.Empty<double>(), 0, 5)), ("readme.txt", [1, 2, 3])];
        return
        [
            ZipMutation.Write(statistics, CompressionLevel.NoCompression, "a network"), ZipMutation.Write(statistics, CompressionLevel.Optimal),
            Zip64Maker.Make(statistics), ZipMutation.Write(others, CompressionLevel.NoCompression), ZipMutation.Write(others, CompressionLevel.Fastest, "x"),
        ];
    }

    private static (string Name, byte[] Content) Npy(string name, NpyArray array) => (name + ".npy", [.. NpyHeader.Write(array), .. array.Bytes]);
}
