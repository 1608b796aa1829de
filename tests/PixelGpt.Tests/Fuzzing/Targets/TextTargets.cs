using System.Text;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class ColormapTarget() : FileTarget("colormap", "colormap.txt", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => TextMutation.Apply(input, random);

    protected override void Read(string path) => Assert.InRange(Palette.Load(path).Count, 1, 1 << 16);

    private static List<string> MakeSeeds()
    {
        List<string> seeds = ["0 0 0\n", "255 255 255\r\n1\t2 3\n\n", string.Concat(Enumerable.Range(0, 40).Select(i => $"{i} {2 * i} {i}\n"))];
        if (SharedData.Root is not null) seeds.Add(File.ReadAllText(SharedData.PathOf("pokemon", "colormap.txt")));
        return seeds;
    }
}

internal sealed class PixelTextTarget() : FileTarget("pixel-text", "pixel_color.txt", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    private static readonly Palette Palette = new(Enumerable.Range(0, 167).Select(i => new Rgb((byte)i, 0, 0)));

    public override byte[] Mutate(byte[] input, FuzzRandom random) => TextMutation.Apply(input, random);

    /// <summary>Enough for the initial buffer and for a sprite per two bytes.</summary>
    public override long MaxAllocated(int length) => (1 << 20) + (100L * length);

    protected override void Read(string path)
    {
        IReadOnlyList<Sprite> sprites = PixelText.Read(path, Palette, null, null, CancellationToken.None);
        Assert.All(sprites, s => Assert.True(s.IsComplete));
    }

    private static List<string> MakeSeeds()
    {
        List<string> seeds = ["0 1 2 3\n4 5 6 7\n8 9 10 1", "5\n6\r\n7\n", string.Join('\n', Enumerable.Range(0, 12).Select(row => string.Join(' ', Enumerable.Range(0, 100).Select(p => (row + p) % 167))))];
        if (SharedData.Root is not null) seeds.Add(string.Join('\n', File.ReadLines(SharedData.PathOf("pokemon", "pixel_color.txt")).Take(3)));
        return seeds;
    }
}
