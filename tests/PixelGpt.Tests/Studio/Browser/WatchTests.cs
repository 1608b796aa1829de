using Microsoft.Playwright;
using PixelGpt.Models.Families;
using PixelGpt.Training;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class WatchTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task A_run_can_be_started_watched_stopped_and_resumed()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context, "watch");
        await page.Page.SelectOptionAsync("#train-dataset", "creatures");
        await page.Page.SelectOptionAsync("#train-preset", "tiny");
        await page.Page.FillAsync("#train-epochs", "500");
        await page.Page.FillAsync("#train-name", "watched");
        await page.Page.ClickAsync("#train-start");
        await WaitForRunAsync(page, "watched", "training");
        Assert.Equal(6, await page.Page.Locator("#run-samples canvas").CountAsync());
        Assert.True(await page.Page.Locator("#panel-watch svg").CountAsync() > 0);

        await page.Page.ReloadAsync();
        await page.Page.ClickAsync("[data-run=watched]");
        await WaitForRunAsync(page, "watched", "training");
        await page.Page.ClickAsync("#train-stop");
        await WaitForRunAsync(page, "watched", "stopped");
        await page.Page.ClickAsync("#train-resume");
        await WaitForRunAsync(page, "watched", "training");
        await page.Page.ClickAsync("#train-stop");
        await WaitForRunAsync(page, "watched", "stopped");

        await page.Page.ClickAsync("#tab-gallery");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#panel-gallery').textContent.includes('watched')");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Without_a_number_of_epochs_a_run_has_that_of_its_preset()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context, "watch");
        await page.Page.SelectOptionAsync("#train-dataset", "creatures");
        await page.Page.SelectOptionAsync("#train-preset", "tiny");
        await page.Page.FillAsync("#train-name", "automatic");
        await page.Page.ClickAsync("#train-start");
        string epochs = $"of {PresetRecipe.For(ModelFamily.All[0], ModelPreset.Tiny).Epochs}";
        await page.Page.WaitForFunctionAsync("epochs => document.querySelector('#run-title')?.textContent === 'automatic' && document.querySelector('#run-where').textContent.includes(epochs)", epochs);
        await page.Page.ClickAsync("#train-stop");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('[data-run=automatic]')?.dataset.state === 'stopped'");
        Assert.Empty(page.Errors);
    }

    /// <summary>Waits until a run is shown in a state and with its sample pictures.</summary>
    private static async Task WaitForRunAsync(StudioPage page, string run, string state) => await page.Page.WaitForFunctionAsync(
        """
        ([run, state]) => document.querySelector('#run-title')?.textContent === run
            && document.querySelector(`[data-run="${run}"]`)?.dataset.state === state
            && document.querySelectorAll('#run-samples canvas').length === 6
        """,
        new[] { run, state });
}
