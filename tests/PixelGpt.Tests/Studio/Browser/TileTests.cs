using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests of tile mode.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class TileTests(StudioBrowserFixture studio)
{
    private const int Side = 24;

    [BrowserFact]
    public async Task Strokes_and_filling_continue_at_the_opposite_edge()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.SelectColorAsync(5);
        await DragOutAsync(page);
        Assert.Equal((int[])[(3 * Side) + 0, (3 * Side) + 1, (3 * Side) + 22, (3 * Side) + 23], Painted(await page.PixelsAsync(), 5));

        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Empty(Painted(await page.PixelsAsync(), 5));
        await page.Page.SelectOptionAsync("#brush-size", "2");
        await page.ClickAsync(0, 0);
        Assert.Equal((int[])[0, 1, Side, Side + 1], Painted(await page.PixelsAsync(), 5));
        await page.Page.SelectOptionAsync("#brush-size", "3");
        await page.ClickAsync(0, 0);
        Assert.Contains((Side * Side) - 1, Painted(await page.PixelsAsync(), 5));

        // Without tile mode, strokes end at the edge.
        await page.Page.ClickAsync("#clear");
        await page.Page.SelectOptionAsync("#brush-size", "1");
        await page.Page.UncheckAsync("#tile-toggle");
        await DragOutAsync(page);
        Assert.Equal((int[])[(3 * Side) + 22], Painted(await page.PixelsAsync(), 5));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_seams_are_shifted_to_the_middle_marked_and_drawn_by_the_model()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.SelectColorAsync(5);
        await page.DragAsync((2, 3), (6, 3));
        int[] painted = await page.PixelsAsync();
        await page.Page.ClickAsync("#tile-shift");
        int[] shifted = await page.PixelsAsync();
        Assert.Equal(Enumerable.Range((15 * Side) + 14, 5), Painted(shifted, 5));
        await page.Page.ClickAsync("#tile-shift");
        Assert.Equal(painted, await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.ClickAsync("#tile-seams");
        int[] open = await page.OpenPixelsAsync();
        Assert.Equal((Side * Side) - (20 * 20), open.Length);
        Assert.Contains((12 * Side) + 3, open);
        await page.FinishAsync();
        Assert.All(await page.CandidatesAsync(), candidate => Assert.Equal(shifted.Index().Where(p => !open.Contains(p.Index)), candidate.Index().Where(p => !open.Contains(p.Index))));
        Assert.Empty(page.Errors);
    }

    /// <summary>A region at the edges is drawn on the shifted picture, so that the model sees both sides of each edge.</summary>
    [BrowserFact]
    public async Task A_region_at_the_edge_is_given_to_the_model_in_the_middle()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenAsync(context);
        await page.SelectColorAsync(5);
        await page.Page.Keyboard.PressAsync("g");
        await page.ClickAsync(12, 12);
        await page.Page.Keyboard.PressAsync("t");
        await page.DragAsync((0, 8), (1, 12));
        int[] open = await page.OpenPixelsAsync();
        Assert.Equal(10, open.Length);
        IRequest request = await page.Page.RunAndWaitForRequestAsync(() => page.Page.ClickAsync("#finish"), r => r.Url.EndsWith("/completions", StringComparison.Ordinal));
        int[] mask = [.. System.Text.Json.JsonDocument.Parse(request.PostData!).RootElement.GetProperty("mask").EnumerateArray().Select(m => m.GetInt32())];
        Assert.Equal(10, mask.Length);
        Assert.All(mask, at => Assert.InRange(at % Side, 4, Side - 5));
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");

        // The candidates have the drawn pixels at their places: all others are as before.
        int[] before = await page.PixelsAsync();
        await page.TakeAsync();
        int[] after = await page.PixelsAsync();
        Assert.Equal((await page.CandidatesAsync())[(await page.Page.EvaluateAsync<int[]>("() => window.studio.ranking()"))[0]], after);
        Assert.All(Enumerable.Range(0, Side * Side).Except(open), at => Assert.Equal(before[at], after[at]));
        Assert.Empty(page.Errors);
    }

    [BrowserTheory]
    [InlineData(1280, 720)]
    [InlineData(1366, 768)]
    [InlineData(390, 844)]
    public async Task Tile_mode_fits_is_accessible_and_survives_a_reload(int width, int height)
    {
        await using IBrowserContext context = await studio.NewContextAsync(width, height);
        StudioPage page = await OpenAsync(context);
        await page.SelectColorAsync(5);
        await page.ClickAsync(3, 3);
        await page.ReloadAsync();
        Assert.True(await page.Page.IsVisibleAsync("#tile-shift"));
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        if (width > 1000) Assert.Equal(height, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"));
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#stage').style.backgroundImage.includes('data:image/png')");
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }

    private static int[] Painted(int[] pixels, int color) => [.. pixels.Index().Where(p => p.Item == color).Select(p => p.Index)];

    /// <summary>Drags from the column before the last one to two columns beyond the right edge.</summary>
    private static async Task DragOutAsync(StudioPage page)
    {
        (float x, float y) = await page.PixelCenterAsync(22, 3);
        float pixel = (await page.PixelCenterAsync(23, 3)).X - x;
        await page.Page.Mouse.MoveAsync(x, y);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(x + (3 * pixel), y);
        await page.Page.Mouse.UpAsync();
    }

    /// <summary>Opens the page with the built-in model in tile mode.</summary>
    private async Task<StudioPage> OpenAsync(IBrowserContext context)
    {
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectModelAsync("built-in");
        await page.Page.CheckAsync("#tile-toggle");
        return page;
    }
}
