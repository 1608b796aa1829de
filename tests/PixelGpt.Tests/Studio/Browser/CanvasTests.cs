using Microsoft.Playwright;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Canvases that do not have a size which the model draws at once.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class CanvasTests(StudioBrowserFixture studio)
{
    [BrowserTheory]
    [InlineData(8, 8)]
    [InlineData(64, 40)]
    public async Task The_model_finishes_a_canvas_of_any_size(int width, int height)
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
        await page.Page.ClickAsync("#size");
        Assert.Contains("draws 16×16 to 32×32 pixels at once", await page.Page.TextContentAsync("#size-help"));
        await page.Page.FillAsync("#new-width", $"{width}");
        await page.Page.FillAsync("#new-height", $"{height}");
        await page.Page.ClickAsync("#size-apply");
        await page.Page.ClickAsync("#region-below");
        int[] before = await page.PixelsAsync(), open = await page.OpenPixelsAsync();
        await page.FinishAsync();
        int[][] candidates = await page.CandidatesAsync();
        Assert.Equal(4, candidates.Length);
        Assert.All(candidates, c => Assert.Equal(width * height, c.Length));
        Assert.All(candidates, c => Assert.All(Enumerable.Range(0, before.Length).Except(open), i => Assert.Equal(before[i], c[i])));

        await page.TakeAsync();
        await page.Page.ClickAsync("#export");
        Task<IDownload> download = page.Page.WaitForDownloadAsync();
        await page.Page.ClickAsync("#export-form button[type=submit]");
        string path = await (await download).PathAsync();
        PixelImage exported = PngReader.Read(await File.ReadAllBytesAsync(path), "export");
        Assert.Equal(0, exported.Width % width);
        Assert.Equal(exported.Width / width, exported.Height / height);
        Assert.Empty(page.Errors);
    }
}
