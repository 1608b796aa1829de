using PixelGpt.Imaging;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Imaging;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class PngTarget() : FuzzTarget("png", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => random.OneIn(10) ? BlindMutation.WithNumber(input, random.Below(input.Length), random) : PngMutation.Apply(input, random);

    public override void Read(byte[] input)
    {
        PixelImage picture = PngReader.Read(input, "a.png");
        Assert.Equal(picture.Width * picture.Height, picture.Pixels.Length);
    }

    /// <summary>A pixel of 4 bytes needs at least one bit, and deflate compresses by at most 1032:1.</summary>
    public override long MaxAllocated(int length) => (1 << 20) + Math.Min(5L * PixelImage.MaxPixels, 5L * 8 * 1032 * length);

    private static List<byte[]> MakeSeeds()
    {
        var seeds = new List<byte[]>();
        foreach ((int type, int[] depths) in ((int, int[])[])[(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16])])
        {
            foreach (int depth in depths) seeds.Add(PngMaker.Random((ulong)seeds.Count, 5 + (seeds.Count % 7), 3 + (seeds.Count % 5), type, depth, seeds.Count % 2 == 0, filter: null).ToFile(seeds.Count % 3 == 0 ? 11 : int.MaxValue));
        }

        return seeds;
    }
}
