using Microsoft.Playwright;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class FinishTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task Candidates_equal_those_of_the_library_and_none_is_taken_before_it_is_clicked()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.DragAsync((4, 6), (14, 11));
        int[] painted = await page.PixelsAsync(), prompt = painted[..240];
        await page.Page.FillAsync("#temperature", "0.9");
        await page.Page.FillAsync("#top-p", "0.95");
        await page.Page.FillAsync("#seed", "5");
        await page.FinishAsync();

        var model = PixelModel.Load(Path.Combine(studio.Models, "tiny"));
        IReadOnlyList<Sprite> expected = model.Complete(
            new Sprite(20, 20, prompt), new GenerationOptions { DoSample = true, Temperature = 0.9, TopP = 0.95, Seed = 5, NumReturnSequences = 4 });
        int[][] candidates = await page.CandidatesAsync();
        Assert.Equal(expected.Select(s => s.Pixels.ToArray()), candidates);
        Assert.Equal(["★ 1", "2", "3", "4"], await page.Page.Locator("#candidates span").AllTextContentsAsync());
        Assert.Equal(painted, await page.PixelsAsync());
        Assert.True(await page.Page.IsVisibleAsync("#preview-note"));

        int first = await page.TakeAsync();
        Assert.Equal(candidates[first], await page.PixelsAsync());
        Assert.True(await page.Page.IsHiddenAsync("#preview-note"));
        await page.Page.Keyboard.PressAsync("3");
        Assert.Equal(candidates[(await page.Page.EvaluateAsync<int[]>("() => window.studio.ranking()"))[2]], await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(candidates[first], await page.PixelsAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Greedy_generates_one_candidate_with_the_painted_pixels_below_the_line_and_allowed_colours()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(3, 3);
        await page.ClickAsync(10, 18);
        await page.Page.CheckAsync("#greedy");
        await page.Page.CheckAsync("#only-used-colors");
        await page.FinishAsync();
        await page.TakeAsync();
        int[] pixels = await page.PixelsAsync();
        Assert.Single(await page.CandidatesAsync());
        Assert.Equal(7, pixels[(18 * 20) + 10]);
        Assert.All(pixels, p => Assert.True(p is 0 or 7));
    }

    [BrowserFact]
    public async Task The_heat_map_and_the_pixel_details_are_shown_for_generated_and_for_painted_pixels()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        string Canvas() => "() => document.querySelector('#canvas').toDataURL()";
        await page.FinishAsync();
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#finish').getAttribute('aria-disabled') !== 'true'");
        await page.TakeAsync();
        string plain = await page.Page.EvaluateAsync<string>(Canvas());
        await page.Page.CheckAsync("#heatmap-toggle");
        await page.Page.WaitForFunctionAsync("plain => document.querySelector('#canvas').toDataURL() !== plain", plain);
        (float x, float y) = await page.PixelCenterAsync(5, 15);
        await page.Page.Mouse.MoveAsync(x, y);
        Assert.Contains("Row 16, column 6", await page.Page.TextContentAsync("#pixel-details"));
        Assert.InRange(await page.Page.Locator("#pixel-details li").CountAsync(), 5, 6);

        // The statistics of painted pixels are requested from the server.
        await page.Page.UncheckAsync("#heatmap-toggle");
        await page.SelectColorAsync(9);
        await page.ClickAsync(5, 2);
        await page.Page.RunAndWaitForResponseAsync(() => page.Page.CheckAsync("#heatmap-toggle"), r => r.Url.EndsWith("/probabilities", StringComparison.Ordinal));
        await page.Page.FocusAsync("#canvas");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#pixel-details').textContent.includes('Row 3, column 7')");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Errors_are_shown_and_the_request_can_be_repeated()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        bool isBusy = true;
        await page.Page.RouteAsync("**/api/v1/completions", async route =>
        {
            if (isBusy) await route.FulfillAsync(new RouteFulfillOptions { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "3" }, ContentType = "application/problem+json", Body = """{"detail": "the queue is full (limit 512 pictures); try again in 3 s"}""" });
            else await route.ContinueAsync();
        });
        await page.Page.ClickAsync("#finish");
        await page.Page.WaitForSelectorAsync("#status[role=alert]");
        Assert.Contains("try again in 3 s", await page.StatusAsync());
        Assert.Matches(@"\((\d s left|now)\)", await page.Page.TextContentAsync("#status .countdown"));
        isBusy = false;
        await page.Page.ClickAsync("#status button");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");

        await page.Page.RouteAsync("**/api/v1/completions", route => route.AbortAsync());
        await page.Page.ClickAsync("#finish");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('pixelgpt studio')");

        // A successful action removes the error message.
        await page.Page.ClickAsync("#example");
        await page.Page.WaitForSelectorAsync("#status", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });
    }
}
