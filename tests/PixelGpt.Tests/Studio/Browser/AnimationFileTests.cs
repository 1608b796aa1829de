using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Pictures;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests the sketch layer, and that animations with sketches are saved, exported and imported.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class AnimationFileTests(StudioBrowserFixture studio)
{
    private const int Side = 20;

    [BrowserFact]
    public async Task A_sketch_is_not_sent_to_the_model_and_survives_a_reload()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(9);
        await page.ClickAsync(1, 1);
        (int[] pixels, int[] open) = (await page.PixelsAsync(), await page.OpenPixelsAsync());
        await page.Page.Keyboard.PressAsync("s");
        Assert.Equal("true", await page.Page.GetAttributeAsync("#sketch", "aria-pressed"));
        Assert.Contains("does not see", await page.Page.TextContentAsync("#sentence"));
        await page.SelectColorAsync(7);
        await page.DragAsync((4, 15), (8, 15));
        Assert.Equal(pixels, await page.PixelsAsync());
        Assert.Equal(open, await page.OpenPixelsAsync());
        Assert.Equal((int[])[304, 305, 306, 307, 308], await SketchAsync(page));
        await page.Page.Keyboard.PressAsync("e");
        await page.ClickAsync(8, 15);
        Assert.Equal((int[])[304, 305, 306, 307], await SketchAsync(page));
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(5, (await SketchAsync(page)).Length);

        IRequest request = await page.Page.RunAndWaitForRequestAsync(() => page.Page.ClickAsync("#finish"), r => r.Url.EndsWith("/completions", StringComparison.Ordinal));
        JsonNode body = JsonNode.Parse(request.PostData!)!;
        Assert.Equal(pixels[..240], body["prompt"]!["pixels"]!.AsArray().Select(p => (int)p!));
        Assert.DoesNotContain("sketch", request.PostData);
        await page.Page.WaitForFunctionAsync("() => window.studio.ranking().length > 0");

        // Sketching on a preview does not take it.
        await page.Page.Keyboard.PressAsync("b");
        await page.ClickAsync(9, 15);
        Assert.Equal(pixels, await page.PixelsAsync());

        await page.ReloadAsync();
        Assert.Equal(6, (await SketchAsync(page)).Length);
        Assert.Equal("true", await page.Page.GetAttributeAsync("#sketch", "aria-pressed"));
        await page.Page.ClickAsync("#sketch-shown");
        Assert.Equal(("false", "false"), (await page.Page.GetAttributeAsync("#sketch-shown", "aria-pressed"), await page.Page.GetAttributeAsync("#sketch", "aria-pressed")));
        await page.ClickAsync(10, 5);
        Assert.Equal(6, (await SketchAsync(page)).Length);
        Assert.NotEqual(pixels, await page.PixelsAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task All_frames_are_exported_in_each_animated_format()
    {
        using var folder = new TemporaryFolder();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        int[][] frames = await DrawAnimationAsync(page);
        string[] palette = await page.Page.EvaluateAsync<string[]>("() => window.studio.palette()");
        await page.Page.ClickAsync("#export");
        await page.Page.FillAsync("#export-name", "my hero");
        foreach ((string format, string extension) in ((string, string)[])[("gif", "gif"), ("apng", "png"), ("aseprite", "aseprite")])
        {
            if (format != "gif") await page.Page.ClickAsync("#export");
            await page.Page.SelectOptionAsync("#export-format", format);
            Assert.Contains("2 frames of", await page.Page.TextContentAsync("#export-size"));
            Assert.Contains(format == "aseprite" ? "hidden layer" : "not exported", await page.Page.TextContentAsync("#export-note"));
            if (format == "apng") await page.Page.FillAsync("#export-fps", "5");
            if (format != "aseprite") await page.Page.SelectOptionAsync("#export-scale", "2");
            byte[] file = await DownloadAsync(page, folder, $"my hero.{extension}");
            PictureContent content = ReadableFormats.All.Read(file, "file");

            // Durations of a GIF are multiples of 10 milliseconds.
            int duration = format switch { "gif" => 130, "apng" => 200, _ => 125 };
            Assert.Equal([duration, duration], content.Durations);
            AssertFrames(frames, palette, [.. content.Frames.Select(frame => PixelScale.Reduce(frame, format == "aseprite" ? 1 : 2))]);
            if (format == "aseprite") Assert.Equal(["pictures", "sketch"], AsepriteReader.Read(file, "file").Layers.Select(l => l.Name));
        }

        await page.Page.ClickAsync("#export");
        await page.Page.SelectOptionAsync("#export-format", "sheet");
        await using var zip = new ZipArchive(new MemoryStream(await DownloadAsync(page, folder, "my hero.zip")));
        Assert.Equal(["my hero.png", "my hero.json"], zip.Entries.Select(e => e.FullName));

        // PNG has the frame that is shown.
        await page.Page.ClickAsync("#export");
        await page.Page.SelectOptionAsync("#export-format", "png");
        Assert.DoesNotContain("frames", await page.Page.TextContentAsync("#export-size"));
        AssertFrames([frames[1]], palette, [PixelScale.Reduce(PngReader.Read(await DownloadAsync(page, folder, "my hero.png"), "file"), 2)]);
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task An_imported_animation_opens_all_its_frames()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        string[] palette = await page.Page.EvaluateAsync<string[]>("() => window.studio.palette()");
        PixelImage[] images = [.. Enumerable.Range(0, 3).Select(i => new PixelImage(Side, Side) { [i, 4] = ColorOf(palette[7]) })];
        await page.Page.SetInputFilesAsync("#import-file", new FilePayload { Name = "walk.gif", MimeType = "image/gif", Buffer = PictureSamples.AnimatedGif(images) });
        await page.Page.WaitForFunctionAsync("() => window.studio.frames().length === 3");
        Assert.Contains("Animation of 3 frames imported", await page.StatusAsync());
        AssertFrames(await FramesAsync(page), palette, images);
        Assert.Empty(await page.OpenPixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Single(await FramesAsync(page));
        Assert.Equal(7, (await page.PixelsAsync())[21]);
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Saved_pictures_and_project_files_keep_frames_sketches_and_undo_steps()
    {
        using var folder = new TemporaryFolder();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        int[][] frames = await DrawAnimationAsync(page);
        int[] sketch = await SketchAsync(page);
        await page.Page.ClickAsync("#pictures-open");
        await page.Page.FillAsync("#picture-name", "walk");
        await page.Page.ClickAsync("#picture-save");
        Assert.Contains("walk, 2 frames", await page.Page.TextContentAsync("#pictures"));
        IDownload project = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#project-save"));
        await project.SaveAsAsync(folder["walk.json"]);

        StudioPage other = await studio.OpenAsync(context);
        await other.Page.ClickAsync("#clear");
        Assert.Single(await FramesAsync(other));
        await other.Page.ClickAsync("#pictures-open");
        await other.Page.ClickAsync("[aria-label='Open walk']");
        Assert.Equal(frames, await FramesAsync(other));
        Assert.Equal(sketch, await SketchAsync(other));
        await other.Page.Keyboard.PressAsync("Control+z");
        Assert.Single(await FramesAsync(other));

        await other.Page.SetInputFilesAsync("#project-file", folder["walk.json"]);
        await other.Page.WaitForFunctionAsync("() => window.studio.frames().length === 2");
        Assert.Equal(frames, await FramesAsync(other));
        Assert.Equal(sketch, await SketchAsync(other));
        await other.Page.Keyboard.PressAsync("Control+z");
        Assert.Empty(await SketchAsync(other));
        for (int i = 0; i < 3; i++) await other.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal([new int[Side * Side]], await FramesAsync(other));
        Assert.Empty(other.Errors);
    }

    [BrowserFact]
    public async Task Work_saved_before_there_were_frames_still_opens()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        string[] palette = await page.Page.EvaluateAsync<string[]>("() => window.studio.palette()");
        await page.Page.EvaluateAsync(
            """
            palette => {
              const pixels = new Array(400).fill(0).with(5, 7), base = { model: 'tiny', palette, width: 20, height: 20, line: 240, isFilled: false };
              const open = [...Array(160).keys()].map(i => 240 + i), past = [{ ...base, pixels: pixels.with(5, 0), open }];
              const work = { picture: { ...base, pixels, open, past, future: [] } };
              addEventListener('pagehide', () => { for (const store of [sessionStorage, localStorage]) store.setItem('pixelgpt-work', JSON.stringify(work)); });
              localStorage.setItem('pixelgpt-pictures', JSON.stringify([{ id: 'a', name: 'old', picture: { ...base, pixels, open } }]));
            }
            """,
            palette);
        await page.ReloadAsync();
        Assert.Equal(7, (await page.PixelsAsync())[5]);
        Assert.Equal(Enumerable.Range(240, 160), await page.OpenPixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[400], await page.PixelsAsync());
        await page.Page.ClickAsync("#pictures-open");
        await page.Page.ClickAsync("[aria-label='Open old']");
        Assert.Equal(7, (await page.PixelsAsync())[5]);
        Assert.Empty(page.Errors);
    }

    /// <summary>Draws two frames, the second of which has a sketch, and returns them.</summary>
    private static async Task<int[][]> DrawAnimationAsync(StudioPage page)
    {
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 2), (6, 9));
        await page.Page.ClickAsync("#frame-add");
        await page.DragAsync((3, 2), (7, 9));
        await page.Page.Keyboard.PressAsync("s");
        await page.SelectColorAsync(9);
        await page.DragAsync((1, 15), (9, 15));
        return await FramesAsync(page);
    }

    private static async Task<byte[]> DownloadAsync(StudioPage page, TemporaryFolder folder, string name)
    {
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#export-save"));
        Assert.Equal(name, download.SuggestedFilename);
        await download.SaveAsAsync(folder[name]);
        return await File.ReadAllBytesAsync(folder[name]);
    }

    private static Task<int[][]> FramesAsync(StudioPage page) => page.Page.EvaluateAsync<int[][]>("() => window.studio.frames()");

    /// <summary>Returns the positions of the pixels of the sketch.</summary>
    private static Task<int[]> SketchAsync(StudioPage page) => page.Page.EvaluateAsync<int[]>("() => window.studio.sketch().flatMap((color, at) => color === 0 ? [] : [at])");

    private static void AssertFrames(int[][] frames, string[] palette, PixelImage[] images)
    {
        Assert.Equal(frames.Length, images.Length);
        for (int i = 0; i < frames.Length; i++) Assert.Equal(frames[i].Select(color => color == 0 ? default : ColorOf(palette[color])), images[i].Pixels.ToArray().Select(c => c.A == 0 ? default : c));
    }

    private static Rgba ColorOf(string hex) => Rgb.TryParse(hex, out Rgb color) ? Rgba.From(color) : throw new ArgumentException(hex);
}
