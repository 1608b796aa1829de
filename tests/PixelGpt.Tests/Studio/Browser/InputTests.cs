using System.Text.Json;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests of touch, keyboard, clipboard, and drag and drop.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class InputTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task A_second_finger_zooms_instead_of_painting()
    {
        await using IBrowserContext context = await studio.NewContextAsync(390, 844, hasTouch: true);
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(6);
        await page.Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        ICDPSession fingers = await context.NewCDPSessionAsync(page.Page);
        async Task TouchAsync(string type, params (int X, int Y)[] positions)
        {
            var points = new List<object>();
            foreach ((int x, int y) in positions)
            {
                (float left, float top) = await page.PixelCenterAsync(x, y);
                points.Add(new { x = left, y = top, id = points.Count });
            }

            await fingers.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = points });
        }

        await TouchAsync("touchStart", (2, 2));
        await TouchAsync("touchStart", (2, 2), (15, 15));
        await TouchAsync("touchMove", (4, 2), (12, 15));
        await TouchAsync("touchEnd");
        Assert.Equal(new int[400], await page.PixelsAsync());
        Assert.True(await page.Page.IsDisabledAsync("#undo"));
        await TouchAsync("touchStart", (9, 9));
        await TouchAsync("touchEnd");
        Assert.Equal(6, (await page.PixelsAsync())[189]);

        float width = (await page.Page.Locator("#canvas").BoundingBoxAsync())!.Width;
        await TouchAsync("touchStart", (8, 8));
        await TouchAsync("touchStart", (8, 8), (11, 11));
        await TouchAsync("touchMove", (5, 5), (14, 14));
        await TouchAsync("touchEnd");
        Assert.InRange((await page.Page.Locator("#canvas").BoundingBoxAsync())!.Width, 1.5 * width, 16 * width);
        Assert.Single(await page.PixelsAsync(), color => color == 6);
        await page.Page.Keyboard.PressAsync("0");
        Assert.Equal(width, (await page.Page.Locator("#canvas").BoundingBoxAsync())!.Width);
    }

    [BrowserFact]
    public async Task Single_letter_shortcuts_can_be_turned_off()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        Task<string?> PencilAsync() => page.Page.GetAttributeAsync("[data-tool=pencil]", "aria-pressed");
        await page.Page.Keyboard.PressAsync("e");
        Assert.Equal("false", await PencilAsync());
        await page.Page.Keyboard.PressAsync("b");
        await page.Page.ClickAsync("#help-open");
        await page.Page.UncheckAsync("#letter-keys");
        await page.Page.Keyboard.PressAsync("Escape");
        foreach (string key in (string[])["e", "f", "h", "m", "x", "?"]) await page.Page.Keyboard.PressAsync(key);
        Assert.Equal("true", await PencilAsync());
        Assert.Equal("false", await page.Page.GetAttributeAsync("#mirror", "aria-pressed"));
        Assert.False(await page.Page.IsCheckedAsync("#heatmap-toggle"));
        Assert.Empty(await page.CandidatesAsync());
        Assert.Null(await page.Page.GetAttributeAsync("#help", "open"));

        await page.ReloadAsync();
        await page.Page.Keyboard.PressAsync("e");
        Assert.Equal("true", await PencilAsync());
        await page.SelectColorAsync(7);
        await page.ClickAsync(3, 3);
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[400], await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task A_picture_can_be_pasted_and_copied()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Page.EvaluateAsync(DrawPicture + "return navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]); })()");
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('Picture imported')");
        await AssertPictureAsync(page);

        // Pasting the copied picture restores it.
        await page.Page.Keyboard.PressAsync("Control+c");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent === 'Picture copied.'");
        await page.Page.ClickAsync("#clear");
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('enlarged 8 times')");
        await AssertPictureAsync(page);

        // Pasting has no effect while another tab is open.
        await page.Page.ClickAsync("#clear");
        await page.Page.ClickAsync("#tab-gallery");
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.ClickAsync("#tab-paint");
        Assert.Equal(new int[400], await page.PixelsAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserTheory]
    [InlineData("#stage")]
    [InlineData("#tab-watch")]
    public async Task A_picture_can_be_dropped_anywhere_on_the_page(string selector)
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        JsonElement? isAccepted = await page.Page.EvaluateAsync(DrawPicture + $$"""
            const data = new DataTransfer(), target = document.querySelector('{{selector}}');
            data.items.add(new File([blob], 'a.png', { type: 'image/png' }));
            const dispatch = name => target.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
            const isIgnored = dispatch('dragover');
            return !isIgnored && !dispatch('drop'); })()
            """);
        Assert.True(isAccepted!.Value.GetBoolean());
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('Picture imported')");
        await AssertPictureAsync(page);
        Assert.False(await page.Page.EvaluateAsync<bool>("() => document.querySelector('#stage').classList.contains('drop')"));
    }

    [BrowserFact]
    public async Task The_model_uses_only_allowed_colours()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.ClickAsync("#allow-none");
        await page.Page.ClickAsync("#finish");
        Assert.Contains("may not use any colour", await page.StatusAsync());
        foreach (int color in (int[])[7, 9])
        {
            await page.SelectColorAsync(color);
            await page.Page.CheckAsync("#color-allowed");
        }

        Assert.Contains("2 of", await page.Page.TextContentAsync("#allowed-count"));
        await page.ReloadAsync();
        await page.FinishAsync();
        await page.TakeAsync();
        int[] generated = (await page.PixelsAsync())[240..];
        Assert.All(generated, color => Assert.True(color is 7 or 9));
        await page.Page.EvaluateAsync("() => { document.querySelector('#more').open = true; }");
        await page.Page.ClickAsync("#allow-all");
        Assert.Equal("", await page.Page.TextContentAsync("#allowed-count"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Keyboard_focus_is_never_lost()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        Task<string> FocusedAsync() => page.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.tagName + (document.activeElement.dataset.color ?? '')");
        await page.Page.FocusAsync("#finish");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
        Assert.Equal("finish", await FocusedAsync());
        await page.Page.Keyboard.PressAsync("1");
        await page.Page.FocusAsync("#undo");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.True(await page.Page.IsDisabledAsync("#undo"));
        Assert.Equal("undo", await FocusedAsync());
        Assert.Equal("Undone", await page.Page.TextContentAsync("#announcer"));
        await page.Page.FocusAsync("[data-color='7']");
        await page.FinishByKeyAsync();
        Assert.StartsWith("BUTTON", await FocusedAsync());
        await page.Page.FocusAsync("[data-candidate='1']");
        await page.FinishByKeyAsync();
        Assert.Equal("finish", await FocusedAsync());

        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("PageDown");
        await page.Page.Keyboard.PressAsync("Space");
        string painted = (await page.ColorsAsync())[0];
        await page.Page.WaitForFunctionAsync("hex => document.querySelector('#cursor').textContent.includes(hex)", painted);
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.WaitForFunctionAsync("hex => document.querySelector('#cursor').textContent.includes(hex)", (await page.ColorsAsync())[0]);

        await page.Page.ClickAsync("#tab-gallery");
        await page.Page.FocusAsync(".skip");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await FocusedAsync());
        Assert.True(await page.Page.IsVisibleAsync("#panel-gallery"));
        await page.Page.ClickAsync("[data-use='tiny']");
        Assert.Equal("tab-paint", await FocusedAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_message_does_not_move_the_picture()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        (float X, float Y) before = await page.PixelCenterAsync(5, 5);
        await page.Page.ClickAsync("#allow-none");
        await page.Page.ClickAsync("#finish");
        Assert.True(await page.Page.IsVisibleAsync("#status"));
        Assert.Equal(before, await page.PixelCenterAsync(5, 5));
    }

    [BrowserFact]
    public async Task The_line_can_be_dragged_to_the_bottom_and_a_click_beside_its_handle_paints()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 12);
        Assert.Equal(7, (await page.PixelsAsync())[241]);
        await page.DragLineAsync(22);
        Assert.Equal(400, await page.LineAsync());
        Assert.Empty(await page.OpenPixelsAsync());
        Assert.Single(await page.PixelsAsync(), c => c == 7);
        await page.Page.ClickAsync("#finish");
        Assert.Contains("All pixels are yours", await page.StatusAsync());
        await page.Page.ClickAsync("#status button");
        Assert.Equal(Enumerable.Range(240, 160), await page.OpenPixelsAsync());
    }

    /// <summary>JavaScript that draws a bar on white, 20×20 pixels, as a PNG in <c>blob</c>.</summary>
    private const string DrawPicture = """
        (async () => {
            const canvas = new OffscreenCanvas(20, 20), pen = canvas.getContext('2d');
            pen.fillStyle = '#fff';
            pen.fillRect(0, 0, 20, 20);
            pen.fillStyle = window.studio.palette()[7];
            pen.fillRect(4, 5, 3, 2);
            const blob = await canvas.convertToBlob({ type: 'image/png' });

        """;

    private static async Task AssertPictureAsync(StudioPage page)
    {
        int[] pixels = await page.PixelsAsync();
        Assert.Equal(new[] { 104, 105, 106, 124, 125, 126 }, pixels.Index().Where(p => p.Item == 7).Select(p => p.Index));
    }
}
