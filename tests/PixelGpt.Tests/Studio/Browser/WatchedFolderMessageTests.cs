using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class WatchedFolderMessageTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task The_page_tells_what_happens_in_a_watched_folder()
    {
        using var folder = new TemporaryFolder();
        string art = Directory.CreateDirectory(folder["art"]).FullName;
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = folder["runs"], Threads = 1, Watch = new WatchOptions { Folders = [art], Candidates = 2 } });
        await using IBrowserContext context = await studio.NewContextAsync();
        var page = new StudioPage(await context.NewPageAsync());
        Task watching = page.Page.WaitForResponseAsync("**/api/v1/watched");
        await page.Page.GotoAsync(server.Address.ToString());
        await watching;
        var picture = new PixelImage(16, 16);
        for (int i = 0; i < 256; i++) picture.Pixels[i] = i >= 200 ? new Rgba(255, 0, 255) : i % 3 == 0 ? new Rgba(10, 20, 30) : new Rgba(200, 150, 30);
        PngWriter.Write(Path.Combine(art, "hero.png"), picture);
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('hero.png has 2 new candidates')");
        File.WriteAllText(Path.Combine(art, "broken.png"), "no picture");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status.error')?.textContent.startsWith('broken.png: ')");
        Assert.Empty(page.Errors);
    }
}
