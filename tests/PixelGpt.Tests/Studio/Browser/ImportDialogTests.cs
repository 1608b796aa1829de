using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests of the dialog for pictures that need choices when they are imported.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class ImportDialogTests(StudioBrowserFixture studio)
{
    private const string Apply = "#import-apply[aria-disabled=false]";

    [BrowserFact]
    public async Task A_small_picture_is_imported_at_once()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.Page.SetInputFilesAsync("#import-file", Payload(Creature(scale: 1)));
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('Picture imported')");
        Assert.Null(await page.Page.GetAttributeAsync("#import-dialog", "open"));
        Assert.Equal((30, 22), await SizeAsync(page));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task An_enlarged_picture_is_reduced_and_cropped_by_keyboard()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.Page.SetInputFilesAsync("#import-file", Payload(Creature()));
        await page.Page.WaitForSelectorAsync(Apply);
        Assert.Contains("enlarged 5 times", await page.Page.TextContentAsync("#import-facts"));
        Assert.StartsWith("30×22 pixels", await page.Page.TextContentAsync("#import-result-size"));

        // Shift and arrows resize the part in whole pixels of the original picture.
        await page.Page.FocusAsync("#crop-canvas");
        foreach (string key in (string[])["Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowUp", "ArrowRight"]) await page.Page.Keyboard.PressAsync(key);
        Assert.Equal("Part to import: 140×105 pixels at column 6, row 1", await page.Page.GetAttributeAsync("#crop-canvas", "aria-label"));
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#import-result-size').textContent.startsWith('28×21')");
        await page.Page.ClickAsync("#crop-content");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#import-result-size').textContent.startsWith('18×16')");
        await page.Page.FocusAsync("#import-apply");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal((18, 16), await SizeAsync(page));
        Assert.Contains("enlarged 5 times", await page.StatusAsync());
        Assert.Equal("#c81e14", (await page.ColorsAsync())[0]);
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal((24, 24), await SizeAsync(page));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_part_can_be_dragged_on_the_preview()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.Page.SetInputFilesAsync("#import-file", Payload(Creature()));
        await page.Page.WaitForSelectorAsync(Apply);
        LocatorBoundingBoxResult box = (await page.Page.Locator("#crop-canvas").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 4.5f / 30), box.Y + (box.Height * 2.5f / 22));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 23.5f / 30), box.Y + (box.Height * 19.5f / 22));
        await page.Page.Mouse.UpAsync();
        Assert.Equal("Part to import: 100×90 pixels at column 21, row 11", await page.Page.GetAttributeAsync("#crop-canvas", "aria-label"));
        await page.Page.ClickAsync(Apply);
        Assert.Equal((20, 18), await SizeAsync(page));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_photograph_is_fitted_to_a_size_and_to_a_palette()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.Page.SetInputFilesAsync("#import-file", Payload(Photograph()));
        await page.Page.WaitForSelectorAsync(Apply);
        Assert.Contains("more than 256 colours", await page.Page.TextContentAsync("#import-facts"));
        Assert.Matches("^32×24 pixels, .* of 32 colours$", await page.Page.TextContentAsync("#import-result-size"));
        await page.Page.FillAsync("#import-width", "24");
        await page.Page.FillAsync("#import-count", "6");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("18", await page.Page.InputValueAsync("#import-height"));
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#import-result-size').textContent.match(/^24×18 pixels.*of 6 colours/)");
        await page.Page.SelectOptionAsync("#import-palette", new SelectOptionValue { Label = "PICO-8" });
        await page.Page.CheckAsync("#import-dither");
        await page.Page.SelectOptionAsync("#import-background", "none");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#import-result-size').textContent.includes('of 17 colours')");
        await page.Page.ClickAsync(Apply);
        Assert.Equal((24, 18), await SizeAsync(page));
        Assert.Equal(17, await page.Page.EvaluateAsync<int>("() => window.studio.palette().length"));
        Assert.DoesNotContain(0, await page.PixelsAsync());

        // A size that is too large is explained, and cannot be imported.
        await page.Page.SetInputFilesAsync("#import-file", Payload(Photograph()));
        await page.Page.WaitForSelectorAsync(Apply);
        await page.Page.SelectOptionAsync("#import-sizing", "keep");
        Assert.Contains("a picture has at most 64×64", await page.Page.TextContentAsync("#import-problem"));
        await page.Page.FocusAsync("#import-apply");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.NotNull(await page.Page.GetAttributeAsync("#import-dialog", "open"));
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal((24, 18), await SizeAsync(page));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_file_that_is_too_large_to_send_is_reduced_first()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        var noise = new PixelImage(1200, 900);
        var random = new PhiloxRandom(1);
        foreach (ref Rgba pixel in noise.Pixels) pixel = new Rgba((byte)random.NextInt32(256), (byte)random.NextInt32(256), (byte)random.NextInt32(256));
        FilePayload file = Payload(noise);
        Assert.InRange(file.Buffer.Length, 3_000_001, int.MaxValue);
        await page.Page.SetInputFilesAsync("#import-file", file);
        await page.Page.WaitForSelectorAsync(Apply);
        Assert.Contains("768×576 pixels, more than 256 colours. The file has more than 3 MB, so its 1200×900 pixels were reduced first.", await page.Page.TextContentAsync("#import-facts"));
        await page.Page.ClickAsync(Apply);
        Assert.Equal((32, 24), await SizeAsync(page));

        file.Name = "no.tga";
        file.MimeType = "image/x-tga";
        file.Buffer = new byte[3_000_001];
        await page.Page.SetInputFilesAsync("#import-file", file);
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('no.tga has 3.0 MB; the studio reads files of at most 3 MB.')");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_picture_is_pasted_into_the_picture_as_a_selection()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        int colors = await page.Page.EvaluateAsync<int>("() => window.studio.palette().length");
        await page.Page.SetInputFilesAsync("#import-file", Payload(Creature()));
        await page.Page.WaitForSelectorAsync(Apply);
        await page.Page.ClickAsync("#crop-content");
        await page.Page.CheckAsync("#import-paste");
        await page.Page.ClickAsync(Apply);
        Assert.Equal((24, 24), await SizeAsync(page));
        Assert.True(await page.Page.IsVisibleAsync("#selection-bar"));
        Assert.Contains("2 colours were added to the palette", await page.StatusAsync());
        string[] pasted = await page.ColorsAsync();
        Assert.Equal(("#c81e14", "#1428c8"), (pasted[(4 * 24) + 3], pasted[(5 * 24) + 4]));

        // Pasting is one undo step, and the selection can be moved.
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal("#1428c8", (await page.ColorsAsync())[(5 * 24) + 3]);
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[24 * 24], await page.PixelsAsync());
        Assert.Equal(colors, await page.Page.EvaluateAsync<int>("() => window.studio.palette().length"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_model_with_its_own_colours_and_size_gets_the_picture_in_them()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.SetInputFilesAsync("#import-file", Payload(Photograph()));
        await page.Page.WaitForSelectorAsync(Apply);
        Assert.True(await page.Page.IsDisabledAsync("#import-palette"));
        await page.Page.ClickAsync(Apply);
        Assert.Equal((20, 15), await SizeAsync(page));
        Assert.Equal("tiny", await page.ModelAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserTheory]
    [InlineData(1280, 720, false)]
    [InlineData(1366, 768, true)]
    [InlineData(390, 844, false)]
    public async Task The_dialog_is_accessible_and_fits(int width, int height, bool isDark)
    {
        await using IBrowserContext context = await studio.NewContextAsync(width, height, isDark);
        StudioPage page = await OpenAsync(context);
        await page.Page.SetInputFilesAsync("#import-file", Payload(Photograph()));
        await page.Page.WaitForSelectorAsync(Apply);
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.InRange(await page.Page.EvaluateAsync<int>("() => { const d = document.querySelector('#import-dialog'); return d.scrollWidth - d.clientWidth; }"), 0, 0);
        if (width > 1000) Assert.InRange(await page.Page.EvaluateAsync<int>("() => { const d = document.querySelector('#import-dialog'); return d.scrollHeight - d.clientHeight; }"), 0, 0);
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }

    /// <summary>A red rectangle of 18×16 pixels with blue inside on white, 30×22 pixels, enlarged.</summary>
    internal static PixelImage Creature(int scale = 5)
    {
        var image = new PixelImage(30, 22);
        image.Fill(0, 0, 30, 22, new Rgba(255, 255, 255));
        image.Fill(5, 3, 18, 16, new Rgba(200, 30, 20));
        image.Fill(6, 4, 3, 5, new Rgba(20, 40, 200));
        return PixelScale.Enlarge(image, scale);
    }

    internal static FilePayload Payload(PixelImage image) => new() { Name = "picture.png", MimeType = "image/png", Buffer = PngWriter.ToBytes(image) };

    private static PixelImage Photograph()
    {
        var image = new PixelImage(320, 240);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = new Rgba((byte)(i % 320 * 4 / 5), (byte)(i / 320), (byte)(i * 7 / 320 % 256));
        return image;
    }

    private static async Task<(int Width, int Height)> SizeAsync(StudioPage page)
    {
        int[] size = await page.Page.EvaluateAsync<int[]>("() => [window.studio.width(), window.studio.height()]");
        return (size[0], size[1]);
    }

    /// <summary>Opens the page with the built-in model and an empty picture of 24×24 pixels.</summary>
    private async Task<StudioPage> OpenAsync(IBrowserContext context)
    {
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectModelAsync("built-in");
        return page;
    }
}
