using System.Diagnostics;
using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class BuiltInModelPageTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task Without_any_run_the_page_opens_with_the_built_in_model_which_completes_a_picture_in_its_own_colours()
    {
        using var folder = new TemporaryFolder();
        using Process server = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--models", folder["none"]]);
        try
        {
            string line = await server.StandardOutput.ReadLineAsync() ?? "";
            string address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd('/');
            await using IBrowserContext context = await studio.NewContextAsync();
            var page = new StudioPage(await context.NewPageAsync());
            await page.Page.GotoAsync($"{address}/");
            await page.Page.WaitForFunctionAsync("() => window.studio?.model() === 'built-in'");
            Assert.True(await page.Page.IsVisibleAsync("#canvas"));

            await page.Page.SetInputFilesAsync("#import-file", new FilePayload { Name = "half.png", MimeType = "image/png", Buffer = HalfPicture() });
            await page.Page.WaitForFunctionAsync("() => window.studio.palette().length === 3");
            Assert.Equal(["#ffffff", "#140c1c", "#d27d2c"], await page.Page.EvaluateAsync<string[]>("() => window.studio.palette()"));
            Assert.Equal((18, 20), (await page.Page.EvaluateAsync<int>("() => window.studio.width()"), await page.Page.EvaluateAsync<int>("() => window.studio.height()")));
            await page.FinishAsync();
            Assert.All(await page.CandidatesAsync(), candidate => Assert.All(candidate, color => Assert.InRange(color, 0, 2)));

            // The picture keeps its colours when the page is opened again.
            await page.ReloadAsync();
            Assert.Equal(3, await page.Page.EvaluateAsync<int>("() => window.studio.palette().length"));
            Assert.Empty(page.Errors);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static byte[] HalfPicture()
    {
        var image = new PixelImage(18, 20);
        image.Fill(4, 3, 10, 8, new Rgba(20, 12, 28));
        image.Fill(5, 4, 8, 7, new Rgba(210, 125, 44));
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        return stream.ToArray();
    }
}
