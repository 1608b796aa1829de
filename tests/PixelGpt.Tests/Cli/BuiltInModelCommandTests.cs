using System.Text.Json.Nodes;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Cli;

/// <summary>Commands with the built-in model, in a folder without any run.</summary>
public sealed class BuiltInModelCommandTests : IDisposable
{
    private static readonly Rgba Outline = new(20, 12, 28);
    private static readonly Rgba Skin = new(210, 125, 44);
    private static readonly Rgba Shade = new(133, 76, 48);

    private readonly CliFixture _out = new();

    public void Dispose() => _out.Dispose();

    /// <summary>The creatures of 20×20 pixels have other colours than the model was trained with.</summary>
    [Fact]
    public async Task A_data_set_with_another_palette_is_completed_and_scored_in_its_own_colours()
    {
        CliResult completed = await CliFixture.RunAsync("complete", "built-in", "--data", "creatures", "--split", "dev", "--out", _out["completed"], "--json");
        Assert.True(completed.Code == 0, completed.Error);
        Assert.Equal(4 * 80, (int)completed.Json["completions"]!);
        CliResult scored = await CliFixture.RunAsync("evaluate", "built-in", "--data", "creatures", "--split", "dev", "--out", _out["scored"], "--json");
        Assert.True(scored.Code == 0, scored.Error);

        // Log of the number of colours, which a model without knowledge would need.
        Assert.InRange((double)scored.Json["splits"]![0]!["nll"]!, 0.1, 0.5 * Math.Log(167));
    }

    [Fact]
    public async Task A_picture_whose_lower_half_is_transparent_is_completed_in_its_own_colours_next_to_it()
    {
        string picture = Picture("slime.png", 24, 20, drawnRows: 10, background: default);
        CliResult result = await CliFixture.RunAsync("complete", picture, "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["slime-candidates.png", "slime-completed-1.png", "slime-completed-2.png", "slime-completed-3.png", "slime-completed-4.png", "slime.png"], Directory.GetFiles(_out.Path, "*.png").Select(Path.GetFileName).Order());
        JsonNode described = result.Json["pictures"]![0]!;
        Assert.Equal((24, 20, 240, 0), ((int)described["width"]!, (int)described["height"]!, (int)described["prompt_pixels"]!, (int)described["pixels_changed"]!));
        Assert.Equal((4, 5), ((int)result.Json["completions"]!, result.Json["files"]!.AsArray().Count));

        PixelImage original = PngReader.Read(picture);
        var candidates = Enumerable.Range(1, 4).Select(i => PngReader.Read(_out[$"slime-completed-{i}.png"]).Pixels.ToArray()).ToArray();
        foreach (Rgba[] candidate in candidates)
        {
            Assert.Equal(original.Pixels[..240].ToArray(), candidate[..240]);
            Assert.Subset(new HashSet<Rgba> { default, Outline, Skin, Shade }, new HashSet<Rgba>(candidate));
        }

        Assert.True(candidates.DistinctBy(c => string.Join(' ', c)).Count() > 1);
        Assert.NotEqual(0, PngReader.Read(_out["slime-candidates.png"]).Pixels.Length);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_files_for_any_number_of_threads_and_together_with_other_pictures()
    {
        string a = Picture("a.png", 16, 16, drawnRows: 9, background: new Rgba(255, 255, 255)), b = Picture("b.png", 20, 24, drawnRows: 14, background: new Rgba(0, 0, 60));
        await RunAsync("complete", b, "--out", _out["one"], "--threads", "1", "--samples", "2");
        await RunAsync("complete", a, b, "--out", _out["both"], "--threads", "3", "--samples", "2");
        Assert.Equal(["a-1.png", "a-2.png", "b-1.png", "b-2.png", "side_by_side.png"], Directory.GetFiles(_out["both"]).Select(Path.GetFileName).Order());
        foreach (string name in (string[])["b-1.png", "b-2.png"]) Assert.Equal(File.ReadAllBytes(Path.Combine(_out["one"], name)), File.ReadAllBytes(Path.Combine(_out["both"], name)));
        Assert.DoesNotContain(new Rgba(255, 255, 255), PngReader.Read(Path.Combine(_out["both"], "b-1.png")).Pixels.ToArray());
    }

    [Fact]
    public async Task A_palette_file_adds_colours()
    {
        string picture = Picture("bat.png", 20, 20, drawnRows: 10, background: default);
        _out.Write("more.hex", "ff00ff\n00ff00\n");
        await RunAsync("complete", picture, "--palette", _out["more.hex"], "--temperature", "50", "--top-p", "1", "--out", _out["out"]);
        Assert.Contains(new Rgba(255, 0, 255), PngReader.Read(Path.Combine(_out["out"], "bat-1.png")).Pixels.ToArray());
    }

    [Fact]
    public async Task An_enlarged_picture_is_completed_at_its_size()
    {
        PngWriter.Write(_out["large.png"], PixelScale.Enlarge(PngReader.Read(Picture("small.png", 20, 20, drawnRows: 12, background: default)), 8));
        await RunAsync("complete", _out["large.png"], "--samples", "1");
        PixelImage completed = PngReader.Read(_out["large-completed.png"]);
        Assert.Equal((160, 160, 8), (completed.Width, completed.Height, PixelScale.Of(completed)));
    }

    [Fact]
    public async Task A_finished_picture_is_completed_from_the_prompt_fraction()
    {
        string picture = Picture("cat.png", 20, 20, drawnRows: 19, background: default);
        Assert.Equal(240, (int)(await CliFixture.RunAsync("complete", picture, "--json")).Json["pictures"]![0]!["prompt_pixels"]!);
        Assert.Equal(100, (int)(await CliFixture.RunAsync("complete", picture, "--json", "--prompt-fraction", "0.25")).Json["pictures"]![0]!["prompt_pixels"]!);
    }

    [Theory]
    [InlineData(12, 20, "12×20 pixels; the model completes pictures of at least 16×16; enlarge the canvas")]
    [InlineData(40, 20, "40×20 pixels; the model completes pictures of at most 32×32; make the picture smaller")]
    public async Task A_picture_of_another_size_is_refused_with_the_cure(int width, int height, string message)
    {
        string picture = Picture("cat.png", width, height, drawnRows: 10, background: default);
        string error = await CliFixture.RefusedAsync("complete", picture);
        Assert.Contains(message, error);
        Assert.Single(Directory.GetFiles(_out.Path, "*.png"));
    }

    [Fact]
    public async Task Mistakes_are_refused()
    {
        string picture = Picture("cat.png", 20, 20, drawnRows: 10, background: default), empty = Picture("empty.png", 20, 20, drawnRows: 0, background: default), text = _out.Write("text.png", "no picture");
        Assert.Contains("no-such.png: no such file; expected a PNG, Aseprite, GIF, BMP, WebP, JPEG, TIFF or TGA picture", await CliFixture.RefusedAsync("complete", "no-such.png"));
        Assert.Contains(text, await CliFixture.RefusedAsync("complete", text));
        Assert.Contains("has a single colour; draw its first rows, or give more colours with --palette", await CliFixture.RefusedAsync("complete", empty));
        Assert.Contains("not both", await CliFixture.RefusedAsync("complete", picture, "--data", "creatures"));
        Assert.Contains("--out is required", await CliFixture.RefusedAsync("complete", "built-in"));
        Assert.Contains("--record requires --out", await CliFixture.RefusedAsync("complete", picture, "--record"));
        Assert.Contains("--palette requires pictures", await CliFixture.RefusedAsync("complete", "built-in", "--palette", "x.hex"));
        Assert.Contains("no such folder", await CliFixture.RefusedAsync("complete", "runs/none"));
    }

    [Fact]
    public async Task The_name_built_in_selects_the_model()
    {
        string picture = Picture("cat.png", 20, 20, drawnRows: 10, background: default);
        await RunAsync("complete", picture, "--out", _out["a"]);
        await RunAsync("complete", "built-in", picture, "--out", _out["b"]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_out["a"], "cat-1.png")), File.ReadAllBytes(Path.Combine(_out["b"], "cat-1.png")));

        Assert.Contains("--out is required", await CliFixture.RefusedAsync("evaluate", "built-in"));
        CliResult result = await CliFixture.RunAsync("evaluate", "built-in", "--split", "dev", "--no-fid", "--samples", "0", "--out", _out["evaluation"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.True(File.Exists(Path.Combine(_out["evaluation"], "report.html")));
        Assert.Equal("pixelgpt", (string?)result.Json["model"]!["model_type"]);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync(arguments);
        Assert.True(result.Code == 0, result.Error);
    }

    /// <summary>Writes the upper part of a round creature; the rest is background.</summary>
    private string Picture(string name, int width, int height, int drawnRows, Rgba background)
    {
        var image = new PixelImage(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double distance = Math.Sqrt(Math.Pow((x - (width / 2.0) + 0.5) / (width * 0.4), 2) + Math.Pow((y - (height / 2.0) + 0.5) / (height * 0.45), 2));
                image[x, y] = y >= drawnRows || distance > 1 ? background : distance > 0.85 ? Outline : x < width / 2 ? Skin : Shade;
            }
        }

        PngWriter.Write(_out[name], image);
        return _out[name];
    }
}
