using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests that the strip of frames fits laptops and phones, and that axe finds no violation of WCAG 2.2 AA with it.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class FrameLayoutTests(StudioBrowserFixture studio)
{
    [BrowserTheory]
    [InlineData(1366, 768, false)]
    [InlineData(1280, 720, true)]
    public async Task The_strip_fits_a_laptop_without_scrolling(int width, int height, bool isDark)
    {
        await using IBrowserContext context = await studio.NewContextAsync(width, height, isDark);
        StudioPage page = await studio.OpenAsync(context);
        float canvas = (await page.Page.Locator("#stage").BoundingBoxAsync())!.Height;
        await page.FinishAsync();
        await AddFramesAsync(page);
        Assert.Equal((height, width), (await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"), await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")));
        await AssertInViewAsync(page, "#stage", "#frames [aria-selected=true]", "#sketch-shown", "#frame-vary", "#region-none", "#finish");
        Assert.InRange((await page.Page.Locator("#stage").BoundingBoxAsync())!.Height, canvas - 65, canvas - 40);
        await AssertAccessibleAsync(page);
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_strip_can_be_reached_on_a_phone(bool isDark)
    {
        await using IBrowserContext context = await studio.NewContextAsync(390, 844, isDark, hasTouch: true);
        StudioPage page = await studio.OpenAsync(context);
        await AssertInViewAsync(page, "#canvas", "#frame-add", "#finish", "[data-tool=pencil]");
        await AddFramesAsync(page);
        await AssertInViewAsync(page, "#canvas", "#frames [aria-selected=true]", "#finish", "[data-tool=pencil]");
        await page.Page.Locator("#frames > div").Nth(0).TapAsync();
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => window.studio.frame()"));
        await page.Page.Locator("#frame-later").TapAsync();
        Assert.Equal(1, await page.Page.EvaluateAsync<int>("() => window.studio.frame()"));
        foreach (string button in (string[])["#frame-add", "#play", "#sketch", "#frames > div"])
        {
            LocatorBoundingBoxResult box = (await page.Page.Locator(button).First.BoundingBoxAsync())!;
            Assert.True(box is { Width: >= 44, Height: >= 44 }, $"{button} has {box.Width:0}×{box.Height:0} pixels");
        }

        Assert.InRange(await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"), -1000, 0);
        await AssertAccessibleAsync(page);
    }

    [BrowserFact]
    public async Task The_export_dialog_of_an_animation_is_accessible()
    {
        await using IBrowserContext context = await studio.NewContextAsync(1366, 768);
        StudioPage page = await studio.OpenAsync(context);
        await AddFramesAsync(page);
        await page.Page.ClickAsync("#export");
        await page.Page.SelectOptionAsync("#export-format", "gif");
        await AssertInViewAsync(page, "#export-fps", "#export-save");
        await AssertAccessibleAsync(page);
    }

    /// <summary>Adds frames until the strip is wider than the page, with the onion skin and a sketch.</summary>
    private static async Task AddFramesAsync(StudioPage page)
    {
        await page.SelectColorAsync(7);
        await page.ClickAsync(3, 3);
        await page.Page.FocusAsync("#finish");
        for (int i = 0; i < 16; i++) await page.Page.Keyboard.PressAsync("Shift+N");
        await page.Page.Keyboard.PressAsync("k");
        await page.Page.Keyboard.PressAsync("s");
        await page.ClickAsync(5, 3);
    }

    private static async Task AssertAccessibleAsync(StudioPage page)
    {
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }

    private static async Task AssertInViewAsync(StudioPage page, params string[] selectors)
    {
        int[] size = await page.Page.EvaluateAsync<int[]>("() => [innerWidth, innerHeight]");
        foreach (string selector in selectors)
        {
            LocatorBoundingBoxResult box = (await page.Page.Locator(selector).First.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= size[0] && box.Y + box.Height <= size[1], $"{selector} is not in view: {box.X:0}, {box.Y:0}, {box.Width:0}×{box.Height:0}");
        }
    }
}
