using System.Text.Json;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Ways to work that not everybody has: two fingers, no fingers, the clipboard, a file carried across the screen.</summary>
[Collection(BrowserTests.Name)]
public sealed class HandsTests(StudioPages studio)
{
    [BrowserFact]
    public async Task A_second_finger_does_not_draw()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync(390, 844, hasTouch: true);
        StudioPage page = await studio.OpenAsync(visitor);
        await page.ChooseColorAsync(6);
        await page.Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        ICDPSession fingers = await visitor.NewCDPSessionAsync(page.Page);
        async Task TouchAsync(string type, params (int X, int Y)[] places)
        {
            var points = new List<object>();
            foreach ((int x, int y) in places)
            {
                (float left, float top) = await page.PlaceAsync(x, y);
                points.Add(new { x = left, y = top, id = points.Count });
            }

            await fingers.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = points });
        }

        await TouchAsync("touchStart", (2, 2));
        await TouchAsync("touchStart", (2, 2), (15, 15));
        await TouchAsync("touchMove", (4, 2), (12, 15));
        await TouchAsync("touchEnd");
        int[] pixels = await page.PixelsAsync();
        Assert.Equal(new[] { 42, 43, 44 }, pixels.Index().Where(p => p.Item == 6).Select(p => p.Index));
        await TouchAsync("touchStart", (9, 9));
        await TouchAsync("touchEnd");
        Assert.Equal(6, (await page.PixelsAsync())[189]);
    }

    [BrowserFact]
    public async Task Letters_alone_can_be_turned_off()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
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
        await page.ChooseColorAsync(7);
        await page.ClickAsync(3, 3);
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[400], await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task The_line_can_be_dragged_where_it_ends_within_a_row()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        await page.Page.FocusAsync("#prompt-length");
        for (int i = 0; i < 10; i++) await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(250, await page.PromptLengthAsync());
        await page.DragLineAsync(13, 5);
        Assert.Equal(100, await page.PromptLengthAsync());
        Assert.Equal(new int[400], await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(250, await page.PromptLengthAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(249, await page.PromptLengthAsync());
    }

    [BrowserFact]
    public async Task A_picture_is_pasted_and_copied()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        await visitor.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Page.EvaluateAsync(DrawPicture + "return navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]); })()");
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('Picture taken over')");
        await IsPictureAsync(page);

        // What is copied comes back.
        await page.Page.Keyboard.PressAsync("Control+c");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent === 'Picture copied.'");
        await page.Page.ClickAsync("#clear");
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('enlarged 8 times')");
        await IsPictureAsync(page);

        // Not where nobody would see it.
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
    public async Task A_picture_is_dropped_wherever_it_lands(string selector)
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        JsonElement? isTaken = await page.Page.EvaluateAsync(DrawPicture + $$"""
            const data = new DataTransfer(), target = document.querySelector('{{selector}}');
            data.items.add(new File([blob], 'a.png', { type: 'image/png' }));
            const tell = name => target.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
            const isKept = tell('dragover');
            return !isKept && !tell('drop'); })()
            """);
        Assert.True(isTaken!.Value.GetBoolean());
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('Picture taken over')");
        await IsPictureAsync(page);
        Assert.False(await page.Page.EvaluateAsync<bool>("() => document.querySelector('#stage').classList.contains('drop')"));
    }

    [BrowserFact]
    public async Task Only_the_colours_that_are_allowed_are_drawn()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        await page.Page.ClickAsync("#allow-none");
        await page.Page.ClickAsync("#finish");
        Assert.Contains("No colour may be drawn", await page.StatusAsync());
        await page.ChooseColorAsync(7);
        await page.Page.CheckAsync("#color-allowed");
        await page.Page.ClickAsync("[data-color='9']", new PageClickOptions { Button = MouseButton.Right });
        Assert.Contains("2 of", await page.Page.TextContentAsync("#allowed-count"));
        await page.ReloadAsync();
        await page.FinishAsync();
        int[] drawn = (await page.PixelsAsync())[240..];
        Assert.All(drawn, color => Assert.True(color is 7 or 9));
        await page.Page.ClickAsync("#allow-all");
        Assert.Equal("", await page.Page.TextContentAsync("#allowed-count"));
        await page.Page.Keyboard.PressAsync("x");
        Assert.False(await page.Page.IsCheckedAsync("#color-allowed"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_keyboard_never_loses_its_place()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        Task<string> PlaceAsync() => page.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.tagName + (document.activeElement.dataset.color ?? '')");
        await page.Page.FocusAsync("#finish");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('drawn in')");
        Assert.Equal("finish", await PlaceAsync());
        await page.Page.FocusAsync("#undo");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.True(await page.Page.IsDisabledAsync("#undo"));
        Assert.Equal("undo", await PlaceAsync());
        Assert.Equal("Undone", await page.Page.TextContentAsync("#told"));
        await page.Page.FocusAsync("[data-color='7']");
        await page.FinishByKeyAsync();
        Assert.StartsWith("BUTTON", await PlaceAsync());
        await page.Page.FocusAsync("[data-candidate='1']");
        await page.FinishByKeyAsync();
        Assert.Equal("finish", await PlaceAsync());

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
        Assert.Equal("main", await PlaceAsync());
        Assert.True(await page.Page.IsVisibleAsync("#panel-gallery"));
        await page.Page.ClickAsync("[data-use='tiny']");
        Assert.Equal("tab-paint", await PlaceAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_message_does_not_move_the_picture()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        (float X, float Y) before = await page.PlaceAsync(5, 5);
        await page.Page.ClickAsync("#allow-none");
        await page.Page.ClickAsync("#finish");
        Assert.True(await page.Page.IsVisibleAsync("#status"));
        Assert.Equal(before, await page.PlaceAsync(5, 5));
    }

    [BrowserFact]
    public async Task The_line_goes_to_the_very_end_and_a_tap_on_it_paints()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        (float x, float y) = await page.PlaceAsync(0, 12);
        LocatorBoundingBoxResult box = (await page.Page.Locator("#canvas").BoundingBoxAsync())!;
        await page.ChooseColorAsync(7);
        await page.Page.Mouse.ClickAsync(x, y - (box.Height / 40) + 1);
        Assert.Equal(7, (await page.PixelsAsync())[240]);
        await page.DragLineAsync(12, 22);
        Assert.Equal(400, await page.PromptLengthAsync());
        Assert.Single(await page.PixelsAsync(), c => c == 7);
    }

    /// <summary>A bar on white, twenty pixels a side, as a PNG in <c>blob</c>.</summary>
    private const string DrawPicture = """
        (async () => {
            const canvas = new OffscreenCanvas(20, 20), pen = canvas.getContext('2d');
            pen.fillStyle = '#fff';
            pen.fillRect(0, 0, 20, 20);
            pen.fillStyle = window.studio.palette()[7];
            pen.fillRect(4, 5, 3, 2);
            const blob = await canvas.convertToBlob({ type: 'image/png' });

        """;

    private static async Task IsPictureAsync(StudioPage page)
    {
        int[] pixels = await page.PixelsAsync();
        Assert.Equal(new[] { 104, 105, 106, 124, 125, 126 }, pixels.Index().Where(p => p.Item == 7).Select(p => p.Index));
    }
}
