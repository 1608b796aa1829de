using Microsoft.Playwright;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class GalleryTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task Comparing_runs_without_evaluation_shows_an_error_on_the_page()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);

        // The response is changed, so that the page shows both runs as evaluated, although they are not.
        await page.Page.RouteAsync("**/api/v1/runs", async route =>
        {
            IAPIResponse response = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = (await response.TextAsync()).Replace("\"has_report\":false", "\"has_report\":true", StringComparison.Ordinal) });
        });
        await page.Page.ClickAsync("#tab-gallery");
        foreach (string run in (string[])["tiny", "tiny-repainted"]) await page.Page.CheckAsync($"[data-compare='{run}']");
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Page += (_, tab) => tab.Close += (_, _) => closed.TrySetResult();
        await page.Page.ClickAsync("#compare");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#gallery-message').textContent.includes('evaluat')");
        await closed.Task.WaitAsync(HangGuard.Limit);
        Assert.Single(context.Pages);
    }

    [BrowserFact]
    public async Task A_run_that_no_longer_exists_is_hidden()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context, "watch");
        await page.Page.ClickAsync("[data-run=tiny-repainted]");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#run-title')?.textContent === 'tiny-repainted'");
        await page.Page.RouteAsync("**/api/v1/runs", async route =>
        {
            IAPIResponse response = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = """{"runs":[]}""" });
        });
        await page.Page.WaitForSelectorAsync("#run-view", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });
        Assert.Contains("no longer exists", await page.Page.TextContentAsync("#watch-connection"));
    }
}
