using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTests.Name)]
public sealed class WatchTests(StudioPages studio)
{
    [BrowserFact]
    public async Task Training_is_started_watched_stopped_reloaded_and_gone_on_with()
    {
        await using IBrowserContext visitor = await studio.VisitorAsync();
        StudioPage page = await studio.OpenAsync(visitor, "watch");
        await page.Page.SelectOptionAsync("#train-preset", "tiny");
        await page.Page.FillAsync("#train-epochs", "500");
        await page.Page.FillAsync("#train-name", "watched");
        await page.Page.ClickAsync("#train-start");
        await page.Page.WaitForSelectorAsync("#run-samples canvas");
        Assert.Equal(6, await page.Page.Locator("#run-samples canvas").CountAsync());
        Assert.True(await page.Page.Locator("#panel-watch svg").CountAsync() > 0);

        await page.Page.ReloadAsync();
        await page.Page.ClickAsync("[data-run=watched]");
        await page.Page.WaitForSelectorAsync("#run-samples canvas");
        await page.Page.ClickAsync("#train-stop");
        await page.Page.WaitForSelectorAsync("#train-resume:enabled");
        Assert.Contains("stopped", await page.Page.TextContentAsync("[data-run=watched]"));
        await page.Page.ClickAsync("#train-resume");
        await page.Page.WaitForSelectorAsync("#train-stop:enabled");
        await page.Page.ClickAsync("#train-stop");
        await page.Page.WaitForSelectorAsync("#train-resume:enabled");

        await page.Page.ClickAsync("#tab-gallery");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#panel-gallery').textContent.includes('watched')");
        Assert.Empty(page.Errors);
    }
}
