using Microsoft.Playwright;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class ApiKeyDialogTests(StudioBrowserFixture studio)
{
    private const string Key = "a-key-of-the-studio";

    [BrowserFact]
    public async Task The_page_asks_for_the_API_key_until_it_is_correct()
    {
        using var folder = new TemporaryFolder();
        TinyModels.Save(folder["runs/model"]);
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = folder["runs"], ApiKey = Key, Threads = 1 });
        await using IBrowserContext context = await studio.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());
        await page.WaitForSelectorAsync("#key-dialog[open]");
        Assert.False(await page.IsVisibleAsync("#key-problem"));
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('requires an API key')");

        await page.ClickAsync("#status button");
        await page.FillAsync("#key", "a-wrong-key-of-it");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#key-problem:not([hidden])");
        await page.FillAsync("#key", Key);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => window.studio?.model() === 'model'");
        await page.ClickAsync("#finish");
        await page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => window.studio?.model() === 'model'");
    }

    [BrowserFact]
    public async Task A_key_that_only_draws_completes_pictures_and_the_page_says_what_it_lacks()
    {
        using var folder = new TemporaryFolder();
        TinyModels.Save(folder["runs/model"]);
        string key = ApiKeyFile.Add(folder["keys.json"], "painter", ["draw"]);
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = folder["runs"], ApiKeyFile = folder["keys.json"], Threads = 1 });
        await using IBrowserContext context = await studio.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());
        await page.WaitForSelectorAsync("#key-dialog[open]");
        await page.FillAsync("#key", key);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => window.studio?.model() === 'model'");
        await page.ClickAsync("#finish");
        await page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
        Assert.Equal("Your API key does not allow to train, evaluate, upload, rename or delete.", await page.TextContentAsync("#access-note"));
        foreach (string tab in (string[])["#tab-watch", "#tab-gallery"])
        {
            await page.ClickAsync(tab);
            if (tab == "#tab-gallery") await page.WaitForSelectorAsync("[data-use=model]");
            foreach (string button in (string[])["[data-teach]", "#train-start", "[data-rename=model]", "[data-delete=model]"]) Assert.Equal(0, await page.Locator($"{button}:visible").CountAsync());
        }
    }

    [BrowserFact]
    public async Task A_read_only_studio_says_so_and_completes_pictures()
    {
        using var folder = new TemporaryFolder();
        TinyModels.Save(folder["runs/model"]);
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = folder["runs"], ReadOnly = true, Threads = 1 });
        await using IBrowserContext context = await studio.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());
        await page.WaitForFunctionAsync("() => window.studio?.model() === 'model'");
        await page.WaitForFunctionAsync("() => document.querySelector('#access-note').textContent.includes('read-only')");
        await page.ClickAsync("#finish");
        await page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
        Assert.Equal(0, await page.Locator("[data-teach]:visible").CountAsync());
    }
}
