using PixelGpt.Cli;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>The options of <c>pixelgpt studio</c> for watched folders.</summary>
public sealed class StudioCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--mask-color requires --watch", "--mask-color", "#00ff00")]
    [InlineData("--candidates requires --watch", "--candidates", "2")]
    [InlineData("no such folder", "--watch", "nowhere")]
    [InlineData("--mask-color must be #rrggbb or 'transparent' (got 'pink')", "--watch", ".", "--mask-color", "pink")]
    [InlineData("candidates must be 1 to 16 (got 0)", "--watch", ".", "--candidates", "0")]
    public async Task Mistakes_are_explained(string message, params string[] arguments) =>
        Assert.Contains(message, await CliFixture.RefusedAsync(["studio", "--port", "0", .. arguments]));

    [Fact]
    public async Task A_saved_picture_is_one_line_on_the_terminal()
    {
        var picture = new PixelImage(16, 16);
        for (int i = 0; i < 256; i++) picture.Pixels[i] = i >= 200 ? new Rgba(0, 255, 0) : i % 3 == 0 ? new Rgba(10, 20, 30) : new Rgba(200, 150, 30);
        PngWriter.Write(_folder["hero.png"], picture);
        using var stop = new CancellationTokenSource(HangGuard.Limit);
        using var output = new CancellingWriter("wrote", stop);
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(["studio", "--port", "0", "--models", _folder["none"], "--watch", _folder.Path, "--mask-color", "#00ff00", "--candidates", "1"], output, error, stop.Token);
        Assert.Equal((0, ""), (code, error.ToString()));
        string[] lines = output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Contains($"{_folder["hero.png"]}: wrote {Path.Combine(_folder.Path, "candidates", "hero-1.png")}", lines);
        Assert.Contains(lines, line => line.Contains("Pictures with pixels of the colour #00ff00", StringComparison.Ordinal));
    }
}
