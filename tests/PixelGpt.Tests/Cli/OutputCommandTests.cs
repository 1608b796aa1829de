using System.Text.Json.Nodes;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace PixelGpt.Tests.Cli;

/// <summary>The files that <c>complete</c>, <c>generate</c> and <c>vary</c> write for all pictures together, read again.</summary>
public sealed class OutputCommandTests : IDisposable
{
    private readonly CliFixture _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task Candidates_of_a_transparent_picture_are_saved_in_every_format_without_change()
    {
        string picture = Picture("cat.png", default);
        CliResult result = await RunAsync("complete", picture, "-n", "3", "--scale", "3", "--save", _out["all.aseprite"], "--save", _out["all.gif"], "--save", _out["all.apng"], "--save", _out["all.json"], "--save", _out["sheet.png"], "--json");
        string[] files = [.. result.Json["files"]!.AsArray().Select(f => Path.GetFileName((string)f!))];
        Assert.Equal(["cat-candidates.png", "cat-completed-1.png", "cat-completed-2.png", "cat-completed-3.png", "all.aseprite", "all.gif", "all.apng", "all.json", "all.png", "sheet.png"], files);
        PixelImage[] large = [.. Enumerable.Range(1, 3).Select(i => PngReader.Read(_out[$"cat-completed-{i}.png"]))];
        Assert.All(large, image => Assert.Equal((48, 48, 0), (image.Width, image.Height, PixelScale.Of(image) % 3)));
        PixelImage[] candidates = [.. large.Select(image => PixelScale.Reduce(image, 3))];
        Assert.All(candidates, image => Assert.True(image.HasTransparency()));
        Assert.Equal(PngReader.Read(picture).Pixels[..128].ToArray(), candidates[0].Pixels[..128].ToArray());

        // A locked layer with the prompt, which is the same in all frames, and a layer with the drawn pixels.
        var aseprite = AsepriteReader.Read(_out["all.aseprite"]);
        Assert.Equal((16, 16, AsepriteColorMode.Indexed, 3), (aseprite.Width, aseprite.Height, aseprite.ColorMode, aseprite.Frames.Count));
        Assert.Equal([("given", false), ("drawn", true)], aseprite.Layers.Select(l => (l.Name, l.IsEditable)));
        Assert.Equal(("cat", 0, 2), (aseprite.Tags[0].Name, aseprite.Tags[0].First, aseprite.Tags[0].Last));
        Assert.Same(aseprite.Frames[0].Cels[0].Image, aseprite.Frames[2].Cels[0].Image);
        var renderer = new AsepriteRenderer(aseprite);
        for (int i = 0; i < 3; i++) AssertSame(candidates[i], renderer.Render(i));

        (PixelImage[] frames, int[] delays) = ReadGif(_out["all.gif"]);
        Assert.Equal([50, 50, 50], delays);
        for (int i = 0; i < 3; i++) AssertSame(large[i], frames[i]);
        PictureContent apng = PictureFormats.Default.Read(File.ReadAllBytes(_out["all.apng"]), "all.apng");
        Assert.Equal([500, 500, 500], apng.Durations);
        for (int i = 0; i < 3; i++) AssertSame(large[i], apng.Frames[i]);

        PixelImage sheet = PngReader.Read(_out["all.png"]);
        AssertSame(sheet, PngReader.Read(_out["sheet.png"]));
        JsonNode atlas = JsonNode.Parse(File.ReadAllText(_out["all.json"]))!;
        Assert.Equal(("all.png", "3", 96), ((string)atlas["meta"]!["image"]!, (string)atlas["meta"]!["scale"]!, (int)atlas["meta"]!["size"]!["w"]!));
        for (int i = 0; i < 3; i++)
        {
            JsonNode frame = atlas["frames"]![i]!["frame"]!;
            Assert.Equal($"cat-completed-{i + 1}", (string)atlas["frames"]![i]!["filename"]!);
            AssertSame(large[i], sheet.Crop(new PixelArea((int)frame["x"]!, (int)frame["y"]!, (int)frame["w"]!, (int)frame["h"]!)));
        }

        // Saved files are prompts and palettes again.
        await RunAsync("complete", _out["all.aseprite"], "-n", "1", "--frame", "2", "--prompt-fraction", "0.75", "--palette", _out["all.aseprite"], "--out", _out["again"]);
        Assert.Equal(candidates[1].Pixels[..192].ToArray(), PngReader.Read(_out["again/all.png"]).Pixels[..192].ToArray());
        CliResult imported = await RunAsync("data", "import", _out["all.aseprite"], "--size", "16x16", "--splits", "3,0,0", "--near", "0", "--out", _out["data-of-frames"], "--json");
        Assert.Equal((1, 3), ((int)imported.Json["animated_files"]!, (int)imported.Json["frames"]!));
    }

    [Fact]
    public async Task A_saved_sheet_is_imported_again()
    {
        await RunAsync("generate", "-n", "5", "--size", "16x16", "--transparent", "--out", _out["new"], "--save", _out["monsters.json"]);
        CliResult imported = await RunAsync("data", "import", "--atlas", _out["monsters.json"], "--size", "16x16", "--splits", "5,0,0", "--near", "0", "--out", _out["data-of-sheet"], "--json");
        Assert.Equal((5, 0, 0), ((int)imported.Json["sprites"]!, (int)imported.Json["blank"]!, (int)imported.Json["pixels_made_opaque"]!));
    }

    [Fact]
    public async Task New_pictures_have_the_scale_and_the_transparency_that_are_asked_for()
    {
        await RunAsync("generate", "-n", "2", "--size", "16x16", "--transparent", "--scale", "2", "--out", _out["new"], "--save", _out["new.ase"]);
        PixelImage[] pictures = [.. Enumerable.Range(1, 2).Select(i => PngReader.Read(_out[$"new/{i}.png"]))];
        Assert.All(pictures, picture => Assert.Equal((32, default(Rgba)), (picture.Width, picture[0, 0])));
        var aseprite = AsepriteReader.Read(_out["new.ase"]);
        Assert.Equal(["pictures"], aseprite.Layers.Select(l => l.Name));
        for (int i = 0; i < 2; i++) AssertSame(PixelScale.Reduce(pictures[i], 2), new AsepriteRenderer(aseprite).Render(i));

        // The background of the sheet is opaque, that of the pictures on it is not.
        PixelImage sheet = PngReader.Read(_out["new/sheet.png"]);
        Assert.Equal((255, true), (sheet[0, 0].A, sheet.HasTransparency()));
        await RunAsync("generate", "-n", "2", "--size", "16x16", "--out", _out["opaque"]);
        Assert.False(PngReader.Read(_out["opaque/1.png"]).HasTransparency());
        Assert.False(PngReader.Read(_out["opaque/sheet.png"]).HasTransparency());
    }

    [Fact]
    public async Task The_background_of_an_opaque_picture_becomes_transparent_on_request()
    {
        string picture = Picture("cat.png", new Rgba(255, 255, 255));
        await RunAsync("complete", picture, "-n", "1", "--out", _out["a"]);
        Assert.False(PngReader.Read(_out["a/cat.png"]).HasTransparency());
        await RunAsync("complete", picture, "-n", "1", "--transparent", "--out", _out["b"]);
        PixelImage opaque = PngReader.Read(_out["a/cat.png"]), transparent = PngReader.Read(_out["b/cat.png"]);
        for (int i = 0; i < 256; i++) Assert.Equal(opaque.Pixels[i] == new Rgba(255, 255, 255) ? default : opaque.Pixels[i], transparent.Pixels[i]);
        Assert.True(PngReader.Read(_out["b/side_by_side.png"]).HasTransparency());
    }

    [Fact]
    public async Task The_drawing_process_starts_with_the_prompt_and_ends_with_the_picture()
    {
        string picture = Picture("cat.png", default);
        await RunAsync("complete", picture, "-n", "1", "--drawing", _out["drawing.gif"]);
        PixelImage completed = PngReader.Read(_out["cat-completed.png"]);
        (PixelImage[] frames, int[] delays) = ReadGif(_out["drawing.gif"]);
        Assert.Equal(61, frames.Length);
        Assert.Equal((5, 200), (delays[0], delays[^1]));
        AssertSame(completed, frames[^1]);
        Assert.Equal(completed.Pixels[..128].ToArray(), frames[0].Pixels[..128].ToArray());
        Assert.All(frames[0].Pixels[128..].ToArray(), pixel => Assert.Equal(default, pixel));
        for (int i = 1; i < frames.Length; i++) Assert.Equal(completed.Pixels[..(128 + (128 * i / 60))].ToArray(), frames[i].Pixels[..(128 + (128 * i / 60))].ToArray());
    }

    [Fact]
    public async Task Variations_and_several_pictures_are_saved_together()
    {
        string a = Picture("a.png", default), b = Picture("b.png", new Rgba(0, 0, 60), height: 20);
        await RunAsync("vary", a, b, "-n", "2", "--save", _out["v.aseprite"], "--drawing", _out["v.gif"]);
        var aseprite = AsepriteReader.Read(_out["v.aseprite"]);
        Assert.Equal((16, 20, 4), (aseprite.Width, aseprite.Height, aseprite.Frames.Count));
        Assert.Equal([("a", 0, 1), ("b", 2, 3)], aseprite.Tags.Select(t => (t.Name, t.First, t.Last)));
        var renderer = new AsepriteRenderer(aseprite);
        AssertSame(PngReader.Read(_out["a-varied-2.png"]), renderer.Render(1).Crop(new PixelArea(0, 2, 16, 16)));
        AssertSame(PngReader.Read(_out["b-varied-1.png"]), renderer.Render(2));

        // The pictures are side by side, with a gap of two pixels.
        PixelImage end = ReadGif(_out["v.gif"]).Frames[^1];
        Assert.Equal((34, 42), (end.Width, end.Height));
        AssertSame(PngReader.Read(_out["b-varied-2.png"]), end.Crop(new PixelArea(18, 22, 16, 20)));
    }

    [Fact]
    public async Task Mistakes_are_refused_before_anything_is_drawn()
    {
        string picture = Picture("cat.png", default);
        Assert.Contains("one of .gif (animation), .apng (animated PNG), .aseprite (Aseprite), .ase (Aseprite), .json (sprite sheet .png with JSON as of Aseprite), .png (sprite sheet) (got '.bmp')", await CliFixture.RefusedAsync("complete", picture, "--save", "a.bmp"));
        Assert.Contains("(got '.mp4')", await CliFixture.RefusedAsync("generate", "--drawing", "a.mp4"));
        Assert.Contains("--scale must be 1 to 64 (got 0)", await CliFixture.RefusedAsync("vary", picture, "--scale", "0"));
        File.WriteAllText(_out["old.png"], "");
        Assert.Contains("old.png exists; give another name, or --overwrite to replace it", await CliFixture.RefusedAsync("complete", picture, "--save", _out["old.json"]));
        Assert.Contains("would be overwritten", await CliFixture.RefusedAsync("complete", picture, "-n", "1", "--save", _out["cat-completed.png"]));
        Assert.Contains("would be written twice", await CliFixture.RefusedAsync("generate", "--out", _out["g"], "--save", _out["g/sheet.png"]));
        Assert.Contains("--save requires", await CliFixture.RefusedAsync("complete", "built-in", "--data", "creatures", "--out", _out["c"], "--save", _out["c.gif"]));
        Assert.Equal(["cat.png", "old.png"], Directory.GetFiles(_out.Path, "*.png").Select(Path.GetFileName).Order());
        await RunAsync("complete", picture, "-n", "1", "--overwrite", "--save", _out["old.json"]);
        Assert.Equal(16, PngReader.Read(_out["old.png"]).Width);
    }

    private static async Task<CliResult> RunAsync(params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync(arguments);
        Assert.True(result.Code == 0, result.Error);
        return result;
    }

    private static void AssertSame(PixelImage expected, PixelImage actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels.ToArray().Select(Shown), actual.Pixels.ToArray().Select(Shown));

        // The colour of a transparent pixel is not visible.
        static Rgba Shown(Rgba pixel) => pixel.A == 0 ? default : pixel;
    }

    private static (PixelImage[] Frames, int[] Delays) ReadGif(string path)
    {
        using Image<Rgba32> gif = Image.Load<Rgba32>(path);
        var frames = new List<PixelImage>();
        var delays = new List<int>();
        foreach (ImageFrame<Rgba32> frame in gif.Frames)
        {
            var image = new PixelImage(frame.Width, frame.Height);
            for (int i = 0; i < image.Pixels.Length; i++)
            {
                Rgba32 pixel = frame[i % frame.Width, i / frame.Width];
                image.Pixels[i] = new Rgba(pixel.R, pixel.G, pixel.B, pixel.A);
            }

            frames.Add(image);
            delays.Add(frame.Metadata.GetGifMetadata().FrameDelay);
        }

        Assert.Equal(0, gif.Metadata.GetGifMetadata().RepeatCount);
        return ([.. frames], [.. delays]);
    }

    /// <summary>Writes a creature of 16×16 pixels whose lower half is not drawn.</summary>
    private string Picture(string name, Rgba background, int height = 16)
    {
        var image = new PixelImage(16, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            (int x, int y) = (i % 16, i / 16);
            int distance = ((x - 7) * (x - 7)) + ((y - 8) * (y - 8));
            image.Pixels[i] = y >= 8 || distance > 40 ? background : distance > 28 ? new Rgba(20, 12, 28) : x < 8 ? new Rgba(210, 125, 44) : new Rgba(208, 124, 45);
        }

        PngWriter.Write(_out[name], image);
        return _out[name];
    }
}
