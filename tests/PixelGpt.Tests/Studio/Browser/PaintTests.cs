using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class PaintTests(StudioBrowserFixture studio)
{
    private const int Side = 20;

    [BrowserFact]
    public async Task Strokes_fill_and_mirror_change_the_expected_pixels_and_can_be_undone()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 3), (6, 3));
        Assert.Equal(new[] { 42 + 20, 43 + 20, 44 + 20, 45 + 20, 46 + 20 }, IndicesOf(await page.PixelsAsync(), 7));

        await page.Page.ClickAsync("#mirror");
        await page.SelectColorAsync(9);
        await page.ClickAsync(0, 0);
        Assert.Equal(new[] { 0, Side - 1 }, IndicesOf(await page.PixelsAsync(), 9));
        await page.Page.Keyboard.PressAsync("y");

        await page.Page.Keyboard.PressAsync("g");
        await page.SelectColorAsync(4);
        await page.ClickAsync(10, 10);
        Assert.Equal((Side * Side) - 7, IndicesOf(await page.PixelsAsync(), 4).Length);
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Empty(IndicesOf(await page.PixelsAsync(), 4));
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
        await page.Page.ClickAsync("#redo");
        Assert.Equal(5, IndicesOf(await page.PixelsAsync(), 7).Length);

        await page.Page.Keyboard.PressAsync("e");
        await page.ClickAsync(2, 3);
        Assert.Equal(4, IndicesOf(await page.PixelsAsync(), 7).Length);
        await page.Page.Keyboard.PressAsync("i");
        await page.ClickAsync(3, 3);
        Assert.Equal("true", await page.Page.GetAttributeAsync("[data-color='7']", "aria-checked"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_page_can_be_used_with_the_keyboard_alone()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("PageDown");
        int color = await page.Page.EvaluateAsync<int>("() => Number(document.querySelector('#palette [aria-checked=true]').dataset.color)");
        Assert.NotEqual(0, color);
        foreach (string key in (string[])["ArrowRight", "ArrowDown", "Space"]) await page.Page.Keyboard.PressAsync(key);
        Assert.Equal(new[] { Side + 1 }, IndicesOf(await page.PixelsAsync(), color));
        Assert.Contains("Row 2, column 2", await page.Page.TextContentAsync("#cursor"));
        await page.Page.FocusAsync("#line");
        await page.Page.Keyboard.PressAsync("Home");
        Assert.Equal(Side, await page.LineAsync());
        await page.Page.FocusAsync("#tab-paint");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.Page.IsVisibleAsync("#panel-watch"));
        Assert.False(await page.Page.IsVisibleAsync("#panel-paint"));
    }

    [BrowserFact]
    public async Task The_line_can_be_dragged()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        Assert.Equal(240, await page.LineAsync());
        await page.DragLineAsync(5);
        Assert.Equal(100, await page.LineAsync());
        Assert.Equal("5 of 20 rows are yours", await page.Page.GetAttributeAsync("#line", "aria-valuetext"));
        Assert.Equal(Enumerable.Range(100, 300), await page.OpenPixelsAsync());
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(Enumerable.Range(240, 160), await page.OpenPixelsAsync());

        // A painted pixel stays the user's when the line is moved below it and above it again; erasing it gives it to the model.
        await page.SelectColorAsync(7);
        await page.ClickAsync(4, 15);
        Assert.DoesNotContain((15 * Side) + 4, await page.OpenPixelsAsync());
        await page.Page.Keyboard.PressAsync("e");
        await page.ClickAsync(4, 3);
        Assert.Contains((3 * Side) + 4, await page.OpenPixelsAsync());
    }

    [BrowserFact]
    public async Task A_pixel_perfect_stroke_leaves_out_the_corners_of_its_steps()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        int[] before = await page.PixelsAsync(), open = await page.OpenPixelsAsync();
        await page.SelectColorAsync(7);
        await page.Page.SelectOptionAsync("#brush-size", "perfect");
        foreach ((int x, int y) in ((int, int)[])[(1, 1), (2, 1), (2, 2), (3, 2), (3, 3)])
        {
            (float left, float top) = await page.PixelCenterAsync(x, y);
            await page.Page.Mouse.MoveAsync(left, top);
            if ((x, y) == (1, 1)) await page.Page.Mouse.DownAsync();
        }

        await page.Page.Mouse.UpAsync();
        Assert.Equal((int[])[21, 42, 63], IndicesOf(await page.PixelsAsync(), 7));
        Assert.Equal(open.Except([21, 42, 63]), await page.OpenPixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(before, await page.PixelsAsync());
        Assert.Equal(open, await page.OpenPixelsAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Lines_boxes_ellipses_brushes_and_both_colours_paint()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.Page.Keyboard.PressAsync("l");
        await page.DragAsync((1, 1), (5, 1));
        Assert.Equal((int[])[21, 22, 23, 24, 25], IndicesOf(await page.PixelsAsync(), 7));
        await page.Page.Keyboard.PressAsync("u");
        await page.DragAsync((3, 5), (1, 3));
        Assert.Equal((int[])[61, 62, 63, 81, 83, 101, 102, 103], IndicesOf(await page.PixelsAsync(), 7).Except([21, 22, 23, 24, 25]));

        // The second colour is swapped in; the right button paints with the other one.
        await page.Page.ClickAsync("[data-color='9']", new PageClickOptions { Button = MouseButton.Right });
        await page.Page.Keyboard.PressAsync("x");
        await page.Page.Keyboard.PressAsync("b");
        await page.Page.SelectOptionAsync("#brush-size", "2");
        await page.ClickAsync(10, 3);
        Assert.Equal((int[])[70, 71, 90, 91], IndicesOf(await page.PixelsAsync(), 9));
        (float x, float y) = await page.PixelCenterAsync(10, 3);
        await page.Page.Mouse.ClickAsync(x, y, new MouseClickOptions { Button = MouseButton.Right });
        Assert.Empty(IndicesOf(await page.PixelsAsync(), 9));
        Assert.Equal(9 + 8, IndicesOf(await page.PixelsAsync(), 7).Length);

        // The dither brush paints every other pixel.
        await page.Page.SelectOptionAsync("#brush-size", "1");
        await page.Page.CheckAsync("#dither");
        await page.DragAsync((10, 3), (14, 3));
        Assert.Equal((int[])[71, 73], IndicesOf(await page.PixelsAsync(), 9));
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.UncheckAsync("#dither");

        // Shift and click continues with a straight line.
        await page.ClickAsync(2, 8);
        await page.Page.Keyboard.DownAsync("Shift");
        await page.ClickAsync(6, 8);
        await page.Page.Keyboard.UpAsync("Shift");
        Assert.Equal((int[])[162, 163, 164, 165, 166], IndicesOf(await page.PixelsAsync(), 9));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_selection_can_be_moved_flipped_rotated_copied_and_erased()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        Task<int[]> PaintedAsync() => page.Page.EvaluateAsync<int[]>("() => window.studio.pixels().flatMap((color, i) => color === 7 ? [i] : [])");
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 2), (4, 2));
        await page.ClickAsync(2, 3);
        Assert.Equal((int[])[42, 43, 44, 62], await PaintedAsync());

        await page.Page.Keyboard.PressAsync("m");
        await page.DragAsync((2, 2), (4, 3));
        await page.DragAsync((3, 2), (5, 4));
        Assert.Equal((int[])[84, 85, 86, 104], await PaintedAsync());
        await page.Page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal((int[])[64, 65, 66, 84], await PaintedAsync());
        await page.Page.ClickAsync("#flip-h");
        Assert.Equal((int[])[64, 65, 66, 86], await PaintedAsync());
        await page.Page.ClickAsync("#flip-v");
        Assert.Equal((int[])[66, 84, 85, 86], await PaintedAsync());
        await page.Page.ClickAsync("#rotate");
        Assert.Equal((int[])[44, 64, 84, 85], await PaintedAsync());
        foreach (int _ in (int[])[1, 2, 3]) await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal((int[])[64, 65, 66, 84], await PaintedAsync());

        // The vacated pixels are unpainted, so the model draws them.
        Assert.Contains(42, await page.OpenPixelsAsync());

        await page.Page.Keyboard.PressAsync("w");
        await page.ClickAsync(4, 3);
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("Control+c");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent === 'Selection copied.'");
        await page.Page.Keyboard.PressAsync("Delete");
        Assert.Empty(await PaintedAsync());
        await page.Page.Keyboard.PressAsync("Control+v");
        await page.Page.WaitForFunctionAsync("() => window.studio.pixels()[64] === 7");
        Assert.Equal((int[])[64, 65, 66, 84], await PaintedAsync());
        await page.Page.ClickAsync("#give-to-model");
        Assert.Equal((int[])[64, 65, 66, 84], (await page.OpenPixelsAsync()).Intersect([64, 65, 66, 84]));
        Assert.True(await page.Page.IsHiddenAsync("#selection-bar"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Pictures_can_be_saved_opened_deleted_and_kept_as_project_files()
    {
        using var folder = new TemporaryFolder();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 3), (6, 9));
        (int[] painted, int[] open) = (await page.PixelsAsync(), await page.OpenPixelsAsync());
        await page.Page.ClickAsync("#pictures-open");
        await page.Page.FillAsync("#picture-name", "mine");
        await page.Page.ClickAsync("#picture-save");
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#project-save"));
        Assert.Equal("mine.pixelgpt.json", download.SuggestedFilename);
        await download.SaveAsAsync(folder["mine.json"]);
        await page.Page.ClickAsync("#pictures-dialog [data-close]");

        // Another tab sees the saved picture; opening it is one undo step.
        StudioPage other = await studio.OpenAsync(context);
        await other.Page.ClickAsync("#clear");
        await other.Page.ClickAsync("#pictures-open");
        await other.Page.ClickAsync("[aria-label='Open mine']");
        Assert.Equal(painted, await other.PixelsAsync());
        Assert.Equal(open, await other.OpenPixelsAsync());
        await other.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[Side * Side], await other.PixelsAsync());
        await other.Page.ClickAsync("#pictures-open");
        await other.Page.ClickAsync("[aria-label='Delete mine']");
        Assert.Equal(0, await other.Page.Locator("#pictures li").CountAsync());

        // A project file has the undo steps.
        await other.Page.SetInputFilesAsync("#project-file", folder["mine.json"]);
        await other.Page.WaitForFunctionAsync("() => window.studio.pixels().some(color => color !== 0)");
        Assert.Equal(painted, await other.PixelsAsync());
        await other.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(new int[Side * Side], await other.PixelsAsync());
        await File.WriteAllTextAsync(folder["no.json"], "{}");
        await other.Page.ClickAsync("#pictures-open");
        await other.Page.SetInputFilesAsync("#project-file", folder["no.json"]);
        await other.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('no.json is not a project file')");
        Assert.Empty(other.Errors);
    }

    [BrowserFact]
    public async Task An_exported_picture_can_be_imported_again()
    {
        using var folder = new TemporaryFolder();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 3), (6, 9));
        int[] painted = await page.PixelsAsync();
        await page.Page.ClickAsync("#export");
        await page.Page.FillAsync("#export-name", "my creature");
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#export-save"));
        Assert.Equal("my creature.png", download.SuggestedFilename);
        await download.SaveAsAsync(folder["picture.png"]);
        PixelImage exported = PngReader.Read(folder["picture.png"]);
        Assert.Equal((Side * 8, (byte)0, (byte)255), (exported.Width, exported.Pixels[0].A, exported.Pixels[(3 * 8 * Side * 8) + (2 * 8)].A));

        await page.Page.ClickAsync("#export");
        await page.Page.SelectOptionAsync("#export-format", "aseprite");
        download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#export-save"));
        Assert.Equal("my creature.aseprite", download.SuggestedFilename);
        await download.SaveAsAsync(folder["picture.aseprite"]);

        await page.Page.ClickAsync("#clear");
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
        await page.Page.SetInputFilesAsync("#import-file", folder["picture.png"]);
        await page.Page.ClickAsync("#import-apply[aria-disabled=false]");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('enlarged 8 times')");
        Assert.Equal(painted, await page.PixelsAsync());
        await page.Page.ClickAsync("#clear");
        await page.Page.SetInputFilesAsync("#import-file", folder["picture.aseprite"]);
        await page.Page.WaitForFunctionAsync("() => window.studio.pixels().some(color => color !== 0)");
        Assert.Equal(painted, await page.PixelsAsync());

        await File.WriteAllTextAsync(folder["no.png"], "not a picture");
        await page.Page.SetInputFilesAsync("#import-file", folder["no.png"]);
        await page.Page.WaitForSelectorAsync("#status[role=alert]");
        Assert.Equal(painted, await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task The_picture_survives_a_reload_and_browser_tabs_are_independent()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage one = await studio.OpenAsync(context);
        await one.SelectColorAsync(3);
        await one.DragAsync((1, 1), (8, 1));
        int[] painted = await one.PixelsAsync();

        StudioPage two = await studio.OpenAsync(context);
        await two.Page.ClickAsync("#clear");
        await two.SelectColorAsync(5);
        await two.ClickAsync(15, 15);
        int[] other = await two.PixelsAsync();
        await Task.WhenAll(one.ReloadAsync(), two.ReloadAsync());
        Assert.Equal(painted, await one.PixelsAsync());
        Assert.Equal(other, await two.PixelsAsync());
        Assert.NotEqual(painted, other);
    }

    [BrowserFact]
    public async Task Touch_paints_on_a_small_screen()
    {
        await using IBrowserContext context = await studio.NewContextAsync(390, 844, hasTouch: true);
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(6);
        await page.Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        (float x, float y) = await page.PixelCenterAsync(4, 4);
        await page.Page.Touchscreen.TapAsync(x, y);
        Assert.Equal(new[] { (4 * Side) + 4 }, IndicesOf(await page.PixelsAsync(), 6));
        await page.FinishAsync();
        Assert.Equal(4, (await page.CandidatesAsync()).Length);
    }

    private static int[] IndicesOf(int[] pixels, int color) => [.. pixels.Index().Where(p => p.Item == color).Select(p => p.Index)];
}
