using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using PixelGpt.IO;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

public sealed class CachedFeatureExtractorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PixelImage[] _pictures = [Picture(1), Picture(2), Picture(3)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Features_are_computed_once_and_identical_from_the_cache()
    {
        var network = new ProjectedPixels();
        var cached = new CachedFeatureExtractor(network, _folder["cache"]);
        float[][] first = cached.Extract(_pictures, 1), second = cached.Extract(_pictures, 2);
        Assert.Equal(network.Extract(_pictures, 1), first);
        Assert.Equal(first, second);
        Assert.Equal(2 * _pictures.Length, network.Pictures);
    }

    [Fact]
    public void Features_of_other_pixels_orders_and_networks_are_not_taken_from_the_cache()
    {
        var network = new ProjectedPixels();
        var cached = new CachedFeatureExtractor(network, _folder["cache"]);
        cached.Extract(_pictures, 1);
        PixelImage changed = Picture(2);
        changed[3, 3] = changed[3, 3] with { A = 254 };
        cached.Extract([_pictures[0], changed, _pictures[2]], 1);
        cached.Extract([.. _pictures.Reverse()], 1);
        Assert.Equal(9, network.Pictures);
        var other = new ProjectedPixels(name: "another");
        new CachedFeatureExtractor(other, _folder["cache"]).Extract(_pictures, 1);
        Assert.Equal(3, other.Pictures);
    }

    [Fact]
    public void Features_are_computed_again_when_the_cache_is_damaged_or_not_writable()
    {
        var network = new ProjectedPixels();
        var cached = new CachedFeatureExtractor(network, _folder["cache"]);
        float[][] features = cached.Extract(_pictures, 1);
        string file = Assert.Single(Directory.GetFiles(_folder["cache"]));
        File.WriteAllText(file, "damaged");
        Assert.Equal(features, cached.Extract(_pictures, 1));
        Assert.Equal(features, cached.Extract(_pictures, 1));
        Assert.Equal(6, network.Pictures);
        _folder.Write("file", "");
        Assert.Equal(features, new CachedFeatureExtractor(network, Path.Combine(_folder["file"], "under")).Extract(_pictures, 1));
    }

    [Theory]
    [InlineData("/own", "/xdg", "/own")]
    [InlineData("", "/xdg", "/xdg/pixelgpt")]
    [InlineData(null, null, "/home/me/.cache/pixelgpt")]
    public void The_folder_follows_from_the_environment(string? own, string? xdg, string expected) =>
        Assert.Equal(expected, CacheFolder.Find(name => name == CacheFolder.Variable ? own : xdg, "/home/me").Replace('\\', '/'));

    private static PixelImage Picture(int seed)
    {
        var picture = new PixelImage(10, 10);
        for (int i = 0; i < 100; i++) picture.Pixels[i] = new Rgba((byte)(i * seed), (byte)(255 - i), (byte)(seed * 40));
        return picture;
    }
}
