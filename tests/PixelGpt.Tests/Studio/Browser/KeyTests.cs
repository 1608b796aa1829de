using Microsoft.Playwright;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTests.Name)]
public sealed class KeyTests(StudioPages studio)
{
    private const string Key = "a-key-of-the-studio";

    [BrowserFact]
    public async Task A_studio_with_a_key_asks_for_it_until_it_has_it()
    {
        using var folder = new TemporaryFolder();
        TinyModels.Save(folder["runs/model"]);
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = folder["runs"], ApiKey = Key, Threads = 1 });
        await using IBrowserContext visitor = await studio.VisitorAsync();
        IPage page = await visitor.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());
        await page.WaitForSelectorAsync("#key-dialog[open]");
        Assert.False(await page.IsVisibleAsync("#key-problem"));
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('needs its key')");

        await page.ClickAsync("#status button");
        await page.FillAsync("#key", "a-wrong-key-of-it");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#key-problem:not([hidden])");
        await page.FillAsync("#key", Key);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => window.studio?.model() === 'model'");
        await page.ClickAsync("#finish");
        await page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('drawn in')");
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => window.studio?.model() === 'model'");
    }
}
