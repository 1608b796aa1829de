using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PixelGpt.Data.Palettes;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests of the palette dialog, the lock, and the user's own palettes.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class PaletteTests(StudioBrowserFixture studio)
{
    private const string Red = "#ff004d";
    private const string Green = "#00e436";

    [BrowserFact]
    public async Task A_changed_colour_recolours_its_pixels_as_one_undo_step()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenPainted(context);
        await page.Page.ClickAsync("#palette-edit");
        await page.Page.FillAsync("#edit-hex", "0A5");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal(5, await CountAsync(page, "#00aa55"));
        Assert.Contains("5 pixels changed", await NoteAsync(page));

        // While the colour is chosen in the native field, all of it is one step.
        foreach (string color in (string[])["#111111", "#222222", "#333333"])
            await page.Page.EvaluateAsync("color => { const field = document.querySelector('#edit-color'); field.value = color; field.dispatchEvent(new Event('input')); }", color);
        await page.Page.EvaluateAsync("() => document.querySelector('#edit-color').dispatchEvent(new Event('change'))");
        Assert.Equal(5, await CountAsync(page, "#333333"));
        await page.Page.ClickAsync("#palette-undo");
        Assert.Equal(5, await CountAsync(page, "#00aa55"));
        await page.Page.FocusAsync("#palette-undo");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(5, await CountAsync(page, Red));
        await page.Page.FillAsync("#edit-hex", "blue");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Contains("six digits", await NoteAsync(page));
        Assert.Equal(5, await CountAsync(page, Red));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Colours_are_added_moved_sorted_merged_reduced_and_removed_and_the_pixels_follow()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenPainted(context);
        string[] painted = await page.ColorsAsync();
        await page.Page.ClickAsync("#palette-edit");
        await page.Page.ClickAsync("#color-add");
        Assert.Equal(18, await page.Page.EvaluateAsync<int>("() => window.studio.palette().length"));
        await page.Page.ClickAsync("#color-later");
        Assert.Equal(painted, await page.ColorsAsync());
        await page.Page.ClickAsync("#palette-merge");
        Assert.Contains("1 duplicate was merged", await NoteAsync(page));
        Assert.Equal(painted, await page.ColorsAsync());
        foreach (string by in (string[])["hue", "lightness", "use"])
        {
            await page.Page.SelectOptionAsync("#sort-by", by);
            await page.Page.ClickAsync("#palette-sort");
            Assert.Equal(painted, await page.ColorsAsync());
        }

        // Sorted by use, the two painted colours are the first ones, in the dialog and in the panel.
        Assert.Equal([Red, Green], (await PaletteAsync(page))[1..3]);
        Assert.Equal(["0", "1", "2"], (await page.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#palette [data-color]')].map(b => b.dataset.color)"))[..3]);

        await page.Page.FillAsync("#reduce-count", "3");
        await page.Page.ClickAsync("#palette-reduce");
        Assert.Equal(4, (await PaletteAsync(page)).Length);
        Assert.Contains("13 colours were merged with similar ones; 0 pixels changed", await NoteAsync(page));
        Assert.Equal(painted, await page.ColorsAsync());
        await page.Page.FillAsync("#reduce-count", "1");
        await page.Page.ClickAsync("#palette-reduce");
        Assert.Contains("pixels changed", await NoteAsync(page));
        await page.Page.ClickAsync("#palette-undo");
        Assert.Equal(painted, await page.ColorsAsync());

        await page.Page.ClickAsync("#palette-swatches [data-swatch='1']");
        await page.Page.ClickAsync("#color-remove");
        Assert.Contains($"{Red} was removed; 5 pixels became", await NoteAsync(page));
        Assert.Equal(0, await CountAsync(page, Red));
        await page.Page.ClickAsync("#palette-swatches [data-swatch='0']");
        Assert.Equal("true", await page.Page.GetAttributeAsync("#color-remove", "aria-disabled"));

        // The keyboard selects colours.
        await page.Page.FocusAsync("#palette-swatches [data-swatch='0']");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("1", await page.Page.EvaluateAsync<string>("() => document.activeElement.dataset.swatch"));
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("palette-edit", await page.Page.EvaluateAsync<string>("() => document.activeElement.id"));

        // The order survives a reload.
        await page.ReloadAsync();
        Assert.Equal("0", await page.Page.GetAttributeAsync("#palette > :first-child", "data-color"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task A_locked_palette_is_not_changed_by_editing_importing_or_a_new_picture()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenPainted(context);
        string[] palette = await PaletteAsync(page);
        await page.Page.ClickAsync("#palette-lock-toggle");
        Assert.True(await page.Page.IsDisabledAsync("#palette-choice"));
        await page.Page.ClickAsync("#palette-edit");
        Assert.True(await page.Page.IsCheckedAsync("#palette-lock"));
        Assert.Equal("The palette is locked.", await page.Page.TextContentAsync("#palette-reason"));
        foreach (string button in (string[])["#color-add", "#color-remove", "#palette-sort", "#palette-reduce", "#palette-merge", "#palette-import"])
            Assert.Equal("true", await page.Page.GetAttributeAsync(button, "aria-disabled"));
        Assert.True(await page.Page.IsDisabledAsync("#edit-color"));
        await page.Page.ClickAsync("#palette-dialog [data-close]");

        await page.Page.SetInputFilesAsync("#import-file", ImportDialogTests.Payload(ImportDialogTests.Creature()));
        await page.Page.ClickAsync("#import-apply[aria-disabled=false]");
        Assert.Equal(palette, await PaletteAsync(page));
        Assert.Contains(await page.PixelsAsync(), color => color != 0);
        await page.Page.ClickAsync("#clear");
        Assert.Equal(palette, await PaletteAsync(page));

        // The lock survives a reload, and is a part of the undo steps.
        await page.ReloadAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.studio.isLocked()"));
        await page.SelectColorAsync(3);
        await page.ClickAsync(2, 2);
        await page.Page.SelectOptionAsync("#model", "tiny");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('the palette is locked')");
        Assert.Equal("built-in", await page.ModelAsync());
        await page.Page.ClickAsync("#palette-lock-toggle");
        Assert.False(await page.Page.IsDisabledAsync("#palette-choice"));
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.studio.isLocked()"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task An_earlier_candidate_is_taken_in_the_colours_of_a_locked_palette()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
        await page.FinishAsync();
        await page.Page.SelectOptionAsync("#palette-choice", new SelectOptionValue { Label = "PICO-8" });
        await page.Page.WaitForFunctionAsync("() => window.studio.palette().length === 17");
        string[] palette = await PaletteAsync(page);
        await page.Page.ClickAsync("#palette-lock-toggle");
        await page.Page.Locator("#history button").First.ClickAsync();
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('was restored')");
        Assert.Equal(palette, await PaletteAsync(page));
        Assert.All(await page.PixelsAsync(), color => Assert.InRange(color, 0, 16));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_palette_of_a_model_with_its_own_colours_cannot_be_changed()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        Assert.True(await page.Page.IsDisabledAsync("#palette-choice"));
        await page.Page.ClickAsync("#palette-edit");
        Assert.Equal("This model draws only in its own colours.", await page.Page.TextContentAsync("#palette-reason"));
        Assert.True(await page.Page.IsDisabledAsync("#edit-hex"));
        Assert.Equal("true", await page.Page.GetAttributeAsync("#color-add", "aria-disabled"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Own_palettes_are_saved_chosen_renamed_deleted_and_exported()
    {
        using var folder = new TemporaryFolder();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenPainted(context);
        string[] palette = (await PaletteAsync(page))[1..];
        await page.Page.ClickAsync("#palette-edit");
        await page.Page.FillAsync("#own-name", "mine");
        await page.Page.ClickAsync("#own-save");
        foreach (string format in (string[])["gpl", "hex", "png"])
        {
            await page.Page.SelectOptionAsync("#palette-format", format);
            IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("#palette-export"));
            Assert.Equal($"mine.{format}", download.SuggestedFilename);
            await download.SaveAsAsync(folder[download.SuggestedFilename]);
            Assert.Equal(palette, PaletteFile.Load(folder[download.SuggestedFilename]).Colors.Select(c => c.ToString()));
        }

        await page.Page.FillAsync("#own-palettes input", "ours");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Contains("mine is now named ours", await NoteAsync(page));
        await page.Page.ClickAsync("[aria-label='Delete ours']");
        Assert.Equal(0, await page.Page.Locator("#own-palettes li").CountAsync());
        await page.Page.ClickAsync("#palette-note-undo");
        Assert.Equal(1, await page.Page.Locator("#own-palettes li").CountAsync());
        await page.Page.ClickAsync("#palette-dialog [data-close]");

        // The saved palette can be chosen after another one, also after a reload.
        await page.ReloadAsync();
        await page.Page.SelectOptionAsync("#palette-choice", new SelectOptionValue { Label = "Game Boy" });
        Assert.Equal(5, (await PaletteAsync(page)).Length);
        await page.Page.SelectOptionAsync("#palette-choice", new SelectOptionValue { Label = "ours" });
        Assert.Equal(palette, (await PaletteAsync(page))[1..]);

        // A palette is also taken from a picture.
        await page.Page.SetInputFilesAsync("#palette-file", ImportDialogTests.Payload(ImportDialogTests.Creature()));
        await page.Page.WaitForFunctionAsync("() => window.studio.palette().length === 4");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Candidates_of_another_palette_are_not_taken_into_the_picture()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await OpenPainted(context);
        await page.FinishAsync();
        await page.Page.SelectOptionAsync("#palette-choice", new SelectOptionValue { Label = "Game Boy" });
        Assert.Empty(await page.CandidatesAsync());
        Assert.Equal(4, await page.Page.Locator("#history li").CountAsync());
        await page.FinishAsync();
        await page.TakeAsync();
        Assert.All(await page.PixelsAsync(), color => Assert.InRange(color, 0, 4));
        Assert.Empty(page.Errors);
    }

    [BrowserTheory]
    [InlineData(1280, 720, false)]
    [InlineData(1366, 768, true)]
    [InlineData(390, 844, false)]
    public async Task The_dialog_is_accessible_and_leaves_the_picture_in_view(int width, int height, bool isDark)
    {
        await using IBrowserContext context = await studio.NewContextAsync(width, height, isDark);
        StudioPage page = await OpenPainted(context);
        await page.Page.ClickAsync("#palette-edit");
        await page.Page.ClickAsync("#own-save");
        LocatorBoundingBoxResult dialog = (await page.Page.Locator("#palette-dialog").BoundingBoxAsync())!;
        Assert.True(dialog.X >= 0 && dialog.X + dialog.Width <= width && dialog.Y >= 0 && dialog.Y + dialog.Height <= height, "the dialog is not completely in view");
        (float x, float y) = await page.PixelCenterAsync(12, 9);
        Assert.True(x < dialog.X || y < dialog.Y, "the dialog covers the picture");
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }

    /// <summary>Opens the page with the built-in model, the palette PICO-8, five red and two green pixels, and red selected.</summary>
    private async Task<StudioPage> OpenPainted(IBrowserContext context)
    {
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectModelAsync("built-in");
        await page.Page.SelectOptionAsync("#palette-choice", new SelectOptionValue { Label = "PICO-8" });
        await page.SelectColorAsync(12);
        await page.DragAsync((2, 5), (3, 5));
        await page.SelectColorAsync(9);
        await page.DragAsync((2, 3), (6, 3));
        Assert.Equal((5, 2), (await CountAsync(page, Red), await CountAsync(page, Green)));
        return page;
    }

    private static async Task<int> CountAsync(StudioPage page, string color) => (await page.ColorsAsync()).Count(c => c == color);

    private static Task<string?> NoteAsync(StudioPage page) => page.Page.TextContentAsync("#palette-note");

    private static Task<string[]> PaletteAsync(StudioPage page) => page.Page.EvaluateAsync<string[]>("() => window.studio.palette()");
}
