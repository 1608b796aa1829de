using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests of "Teach it my style", and of what the gallery does with the models.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class TeachTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task The_studio_learns_a_style_while_painting_goes_on_and_selects_the_model()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync(1366, 768);
        StudioPage page = await server.OpenAsync(context);
        string before = await page.ModelAsync();
        await OpenDialogAsync(page, Pictures(8));
        Assert.Contains("8 pictures · 12×12 pixels", await page.Page.TextContentAsync(".teach-summary"));
        Assert.Equal(8, await page.Page.Locator("#teach-preview canvas").CountAsync());
        await page.Page.FillAsync("#teach-name", "my own style");
        await page.Page.ClickAsync("#teach-start");
        await page.Page.WaitForSelectorAsync("#teach-chip progress");
        await page.ClickAsync(1, 1);
        await page.Page.WaitForSelectorAsync("#teach-chip canvas");
        Assert.Equal(768, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"));
        await page.ReloadAsync();
        await page.Page.WaitForSelectorAsync("#teach-chip canvas");
        await page.Page.ClickAsync("#teach-stop");

        await page.Page.WaitForFunctionAsync("() => document.querySelector('#teach-chip').textContent.includes('has learned your style and is selected')");
        Assert.Equal("my-own-style", await page.ModelAsync());
        await page.Page.ClickAsync("#teach-undo");
        await page.WaitForModelAsync(before);
        await page.Page.ClickAsync("#teach-use");
        await page.WaitForModelAsync("my-own-style");
        await page.FinishAsync();
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_model_that_the_user_has_chosen_in_between_stays_selected()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        TemporaryFolder.Copy(Path.Combine(studio.Models, "tiny"), Path.Combine(server.Models, "tiny"));
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
        await page.SelectModelAsync("built-in");
        await OpenDialogAsync(page, Pictures(4));
        await page.Page.FillAsync("#teach-name", "offered");
        await page.Page.ClickAsync("#teach-start");
        await page.Page.WaitForSelectorAsync("#teach-chip canvas");
        await page.SelectModelAsync("tiny");
        await page.Page.ClickAsync("#teach-stop");
        await page.Page.WaitForSelectorAsync("#teach-use");
        Assert.Equal("tiny", await page.ModelAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Files_without_pictures_are_refused_with_a_reason()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.ClickAsync("#teach-open");
        await page.Page.SetInputFilesAsync("#teach-pictures", new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = [65] });
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#teach-message').textContent.includes('there are no pictures')");
        Assert.Equal("true", await page.Page.GetAttributeAsync("#teach-start", "aria-disabled"));
        await page.Page.ClickAsync("#teach-cancel");
        await page.Page.WaitForSelectorAsync("#teach-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });
    }

    [BrowserTheory]
    [InlineData(390, true)]
    [InlineData(1440, false)]
    public async Task The_dialog_is_accessible(int width, bool isDark)
    {
        await using IBrowserContext context = await studio.NewContextAsync(width, isDark: isDark);
        StudioPage page = await studio.OpenAsync(context);
        await OpenDialogAsync(page, Pictures(5));
        Assert.InRange(await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"), -1000, 0);
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_model_can_be_evaluated_renamed_deleted_and_restored_in_the_gallery()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        TemporaryFolder.Copy(Path.Combine(studio.Models, "tiny"), Path.Combine(server.Models, "copy"));
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context, "gallery");
        await page.Page.ClickAsync("[data-evaluate=copy]");
        await page.Page.WaitForSelectorAsync("[data-report=copy]");

        await page.Page.ClickAsync("[data-rename=copy]");
        await page.Page.FillAsync("[data-gallery-run=copy] .rename input", "compare");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#gallery-message').textContent.includes('reserved')");
        await page.Page.FillAsync("[data-gallery-run=copy] .rename input", "renamed");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForSelectorAsync("[data-gallery-run=renamed]");

        await page.Page.ClickAsync("[data-delete=renamed]");
        await page.Page.WaitForSelectorAsync("[data-gallery-run=renamed]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await page.Page.ClickAsync("#status button:text('Undo')");
        await page.Page.WaitForSelectorAsync("[data-gallery-run=renamed]");
        await page.Page.ClickAsync("[data-delete=renamed]");
        await page.Page.WaitForSelectorAsync("[data-gallery-run=renamed]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        Assert.Equal(["Failed to load resource: the server responded with a status of 400 (Bad Request)"], page.Errors);
    }

    private static async Task OpenDialogAsync(StudioPage page, FilePayload[] pictures)
    {
        await page.Page.ClickAsync("#teach-open");
        await page.Page.SetInputFilesAsync("#teach-pictures", pictures);
        await page.Page.WaitForSelectorAsync(".teach-summary");
    }

    /// <summary>Draws small pictures that differ much enough to be no near-duplicates.</summary>
    private static FilePayload[] Pictures(int count) => [.. Enumerable.Range(0, count).Select(kind =>
    {
        var image = new PixelImage(12, 12);
        for (int y = 1; y < 11; y++)
        {
            for (int x = 1; x < 11; x++)
            {
                bool isEdge = x is 1 or 10 || y is 1 or 10;
                if (isEdge || (((x * (kind + 3)) ^ (y * (kind + 5))) & 7) < 4) image[x, y] = isEdge ? new Rgba(30, 20, 40, 255) : new Rgba((byte)(60 * (kind % 4)), 120, (byte)(20 * x), 255);
            }
        }

        return new FilePayload { Name = $"{kind}.png", MimeType = "image/png", Buffer = PngWriter.ToBytes(image) };
    })];
}
