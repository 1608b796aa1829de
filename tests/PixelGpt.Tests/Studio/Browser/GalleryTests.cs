using Microsoft.Playwright;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTests.Name)]
public sealed class GalleryTests(StudioPages studio)
{
    [BrowserFact]
    public async Task Runs_that_cannot_be_compared_are_told_of_on_the_page()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor);

        // As if both had been evaluated: the server knows that they were not.
        await page.Page.RouteAsync("**/api/v1/runs", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = (await answer.TextAsync()).Replace("\"has_report\":false", "\"has_report\":true", StringComparison.Ordinal) });
        });
        await page.Page.ClickAsync("#tab-gallery");
        foreach (string run in (string[])["tiny", "tiny-repainted"]) await page.Page.CheckAsync($"[data-compare='{run}']");
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        visitor.Page += (_, tab) => tab.Close += (_, _) => closed.TrySetResult();
        await page.Page.ClickAsync("#compare");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#gallery-message').textContent.includes('evaluat')");
        await closed.Task.WaitAsync(HangGuard.Limit);
        Assert.Single(visitor.Pages);
    }

    [BrowserFact]
    public async Task A_run_that_is_gone_is_no_longer_shown()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor, "watch");
        await page.Page.ClickAsync("[data-run=tiny-repainted]");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#run-title')?.textContent === 'tiny-repainted'");
        await page.Page.RouteAsync("**/api/v1/runs", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = """{"runs":[]}""" });
        });
        await page.Page.WaitForSelectorAsync("#run-view", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });
        Assert.Contains("no longer there", await page.Page.TextContentAsync("#watch-connection"));
    }
}
