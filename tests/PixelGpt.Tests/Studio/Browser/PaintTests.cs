using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTests.Name)]
public sealed class PaintTests(StudioPages studio)
{
    private const int Side = 20;

    [BrowserFact]
    public async Task Strokes_fills_and_mirrors_land_where_they_are_painted_and_can_be_undone()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        await page.ChooseColorAsync(7);
        await page.DragAsync((2, 3), (6, 3));
        Assert.Equal(new[] { 42 + 20, 43 + 20, 44 + 20, 45 + 20, 46 + 20 }, Where(await page.PixelsAsync(), 7));

        await page.Page.ClickAsync("#mirror");
        await page.ChooseColorAsync(9);
        await page.ClickAsync(0, 0);
        Assert.Equal(new[] { 0, Side - 1 }, Where(await page.PixelsAsync(), 9));
        await page.Page.Keyboard.PressAsync("m");

        await page.Page.Keyboard.PressAsync("g");
        await page.ChooseColorAsync(4);
        await page.ClickAsync(10, 10);
        Assert.Equal((Side * Side) - 7, Where(await page.PixelsAsync(), 4).Length);
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Empty(Where(await page.PixelsAsync(), 4));
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
        await page.Page.ClickAsync("#redo");
        Assert.Equal(5, Where(await page.PixelsAsync(), 7).Length);

        await page.Page.Keyboard.PressAsync("e");
        await page.ClickAsync(2, 3);
        Assert.Equal(4, Where(await page.PixelsAsync(), 7).Length);
        await page.Page.Keyboard.PressAsync("i");
        await page.ClickAsync(3, 3);
        Assert.Equal("true", await page.Page.GetAttributeAsync("[data-color='7']", "aria-checked"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task All_can_be_done_with_the_keyboard_alone()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("PageDown");
        int color = await page.Page.EvaluateAsync<int>("() => Number(document.querySelector('#palette [aria-checked=true]').dataset.color)");
        Assert.NotEqual(0, color);
        foreach (string key in (string[])["ArrowRight", "ArrowDown", "Space"]) await page.Page.Keyboard.PressAsync(key);
        Assert.Equal(new[] { Side + 1 }, Where(await page.PixelsAsync(), color));
        Assert.Contains("Row 2, column 2", await page.Page.TextContentAsync("#cursor"));
        await page.Page.FocusAsync("#prompt-length");
        await page.Page.Keyboard.PressAsync("Home");
        Assert.Equal(1, await page.PromptLengthAsync());
        await page.Page.FocusAsync("#tab-paint");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.Page.IsVisibleAsync("#panel-watch"));
        Assert.False(await page.Page.IsVisibleAsync("#panel-paint"));
    }

    [BrowserFact]
    public async Task The_prompts_end_can_be_dragged()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        Assert.Equal(240, await page.PromptLengthAsync());
        await page.DragLineAsync(12, 5);
        Assert.Equal(100, await page.PromptLengthAsync());
        Assert.Equal("100 of 400 pixels", await page.Page.TextContentAsync("#prompt-text"));
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task A_picture_goes_out_as_a_file_and_comes_in_again()
    {
        using var folder = new TemporaryFolder();
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);
        await page.ChooseColorAsync(7);
        await page.DragAsync((2, 3), (6, 9));
        int[] painted = await page.PixelsAsync();
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#export"));
        await download.SaveAsAsync(folder["picture.png"]);
        Assert.Equal(Side * 8, PngReader.Read(folder["picture.png"]).Width);

        await page.Page.ClickAsync("#clear");
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
        await page.Page.SetInputFilesAsync("#import-file", folder["picture.png"]);
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('enlarged 8 times')");
        Assert.Equal(painted, await page.PixelsAsync());

        await File.WriteAllTextAsync(folder["no.png"], "no picture");
        await page.Page.SetInputFilesAsync("#import-file", folder["no.png"]);
        await page.Page.WaitForSelectorAsync("#status[role=alert]");
        Assert.Equal(painted, await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task A_reload_in_the_middle_loses_nothing_and_two_tabs_do_not_disturb_each_other()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage one = await studio.OpenAsync(visitor);
        await one.ChooseColorAsync(3);
        await one.DragAsync((1, 1), (8, 1));
        int[] painted = await one.PixelsAsync();

        StudioPage two = await studio.OpenAsync(visitor);
        await two.Page.ClickAsync("#clear");
        await two.ChooseColorAsync(5);
        await two.ClickAsync(15, 15);
        int[] other = await two.PixelsAsync();
        await Task.WhenAll(one.ReloadAsync(), two.ReloadAsync());
        Assert.Equal(painted, await one.PixelsAsync());
        Assert.Equal(other, await two.PixelsAsync());
        Assert.NotEqual(painted, other);
    }

    [BrowserFact]
    public async Task A_finger_paints_on_a_small_screen()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync(390, 844, hasTouch: true);
        StudioPage page = await studio.OpenAsync(visitor);
        await page.ChooseColorAsync(6);
        await page.Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        (float x, float y) = await page.PlaceAsync(4, 4);
        await page.Page.Touchscreen.TapAsync(x, y);
        Assert.Equal(new[] { (4 * Side) + 4 }, Where(await page.PixelsAsync(), 6));
        await page.FinishAsync();
        Assert.Equal(4, (await page.CandidatesAsync()).Length);
    }

    private static int[] Where(int[] pixels, int color) => [.. pixels.Index().Where(p => p.Item == color).Select(p => p.Index)];
}
