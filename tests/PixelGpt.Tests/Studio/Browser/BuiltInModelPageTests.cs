using Microsoft.Playwright;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Studio.Browser;

[Collection(BrowserTestGroup.Name)]
public sealed class BuiltInModelPageTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task Without_any_run_the_page_opens_with_half_a_picture_that_one_click_completes()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync(1366, 768);
        StudioPage page = await server.OpenAsync(context);
        int[] first = await page.PixelsAsync(), open = await page.OpenPixelsAsync();
        Assert.Contains(first, color => color != 0);
        Assert.Equal(Enumerable.Range(open[0], first.Length - open[0]), open);
        Assert.True(await page.Page.IsDisabledAsync("#undo"));

        await page.FinishAsync();
        int[][] candidates = await page.CandidatesAsync();
        Assert.All(candidates, candidate => Assert.Equal(first[..open[0]], candidate[..open[0]]));
        Assert.Equal(first, await page.PixelsAsync());
        await AssertInViewAsync(page, "#finish", "#candidates li:nth-child(1)", "#candidates li:nth-child(4)", "#palette [aria-checked=true]", "#canvas");

        // Finish again draws other candidates; the earlier ones can still be taken.
        await page.FinishAsync();
        Assert.All(await page.CandidatesAsync(), later => Assert.DoesNotContain(later, candidates));
        Assert.Equal(4, await page.Page.Locator("#history li").CountAsync());
        await AssertInViewAsync(page, "#history li:nth-child(1)");
        await page.Page.ClickAsync("#history li:nth-child(1) button");
        Assert.Contains(await page.PixelsAsync(), candidates);
        Assert.Empty(page.Errors);
    }

    [BrowserTheory]
    [InlineData(1366, 768)]
    [InlineData(1280, 720)]
    public async Task The_page_fits_a_laptop_without_scrolling(int width, int height)
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync(width, height);
        StudioPage page = await server.OpenAsync(context);
        await page.FinishAsync();
        await page.FinishAsync();
        Assert.Equal(height, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"));
        await AssertInViewAsync(page, "#stage", "#history li:nth-child(1)", "#region-none", "#more summary");
    }

    [BrowserFact]
    public async Task On_a_phone_the_picture_and_the_tools_stay_in_view_while_the_candidates_are_chosen()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync(390, 844, hasTouch: true);
        StudioPage page = await server.OpenAsync(context);
        await AssertInViewAsync(page, "#canvas", "#finish", "#palette [aria-checked=true]", "[data-tool=pencil]");
        await page.FinishAsync();
        await page.Page.Locator("#candidates li").Nth(3).ScrollIntoViewIfNeededAsync();
        await AssertInViewAsync(page, "#canvas", "[data-tool=pencil]");
        int taken = await page.TakeAsync();
        Assert.Equal((await page.CandidatesAsync())[taken], await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task The_model_draws_only_what_is_unpainted_or_marked()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
        await page.Page.ClickAsync("#clear");
        await page.Page.Keyboard.PressAsync("o");
        await page.DragAsync((6, 6), (17, 15));
        int[] painted = await page.PixelsAsync();
        int[] outline = [.. Enumerable.Range(0, painted.Length).Where(i => painted[i] != 0)];
        Assert.NotEmpty(outline);
        await page.FinishAsync();
        Assert.All(await page.CandidatesAsync(), candidate => Assert.All(outline, i => Assert.Equal(painted[i], candidate[i])));

        // Painting on the preview takes the candidate that is shown.
        int best = (await page.Page.EvaluateAsync<int[]>("() => window.studio.ranking()"))[0];
        int[] expected = (await page.CandidatesAsync())[best];
        await page.Page.Keyboard.PressAsync("b");
        await page.ClickAsync(0, 0);
        Assert.Contains("it was taken", await page.StatusAsync());
        int[] taken = await page.PixelsAsync();
        expected[0] = taken[0];
        Assert.Equal(expected, taken);

        // A marked rectangle is drawn again, and nothing else.
        await page.Page.Keyboard.PressAsync("t");
        await page.DragAsync((4, 16), (19, 22));
        int[] region = [.. Enumerable.Range(16, 7).SelectMany(y => Enumerable.Range(4, 16).Select(x => (y * 24) + x))];
        Assert.Equal(region, await page.OpenPixelsAsync());
        await page.FinishAsync();
        Assert.All(await page.CandidatesAsync(), candidate => Assert.Equal(taken.Index().Where(p => !region.Contains(p.Index)), candidate.Index().Where(p => !region.Contains(p.Index))));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_slider_sets_the_sampling_and_empty_candidates_are_explained()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
        double usual = await TemperatureAsync(page);
        await page.Page.FocusAsync("#wildness");
        await page.Page.Keyboard.PressAsync("End");
        Assert.InRange(await TemperatureAsync(page), 1.5 * usual, 1.7 * usual);
        Assert.Equal("wild", await page.Page.GetAttributeAsync("#wildness", "aria-valuetext"));
        await page.Page.Keyboard.PressAsync("Home");
        Assert.InRange(await TemperatureAsync(page), 0.6 * usual, 0.7 * usual);

        await page.Page.ClickAsync("#more summary");
        await page.Page.ClickAsync("#allow-none");
        await page.SelectColorAsync(0);
        await page.Page.CheckAsync("#color-allowed");
        await page.FinishAsync();
        Assert.Contains("Draw a little more", await page.StatusAsync());
    }

    [BrowserFact]
    public async Task Canvas_size_and_palette_can_be_changed_and_undone()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
        int[] first = await page.PixelsAsync();
        string[] colors = await page.ColorsAsync();
        await page.Page.ClickAsync("#size");
        await page.Page.FillAsync("#new-width", "32");
        await page.Page.FillAsync("#new-height", "28");
        await page.Page.SelectOptionAsync("#anchor", "bottom");
        await page.Page.ClickAsync("#size-apply");
        int[] larger = await page.PixelsAsync(), open = await page.OpenPixelsAsync();
        Assert.Equal(first, Enumerable.Range(0, first.Length).Select(i => larger[((i / 24) + 4) * 32 + (i % 24) + 4]));
        Assert.Equal(Enumerable.Range(0, 4 * 32), open.Take(4 * 32));

        await page.Page.SelectOptionAsync("#palette-choice", new SelectOptionValue { Label = "PICO-8" });
        Assert.Equal(17, await page.Page.EvaluateAsync<int>("() => window.studio.palette().length"));
        Assert.Equal(larger.Select(color => color == 0), (await page.PixelsAsync()).Select(color => color == 0));
        await page.FinishAsync();
        Assert.All(await page.CandidatesAsync(), candidate => Assert.All(candidate, color => Assert.InRange(color, 0, 16)));

        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(colors, await page.ColorsAsync());

        await page.Page.SetInputFilesAsync("#palette-file", new FilePayload { Name = "mine.gpl", MimeType = "text/plain", Buffer = "GIMP Palette\n#\n255 0 0 red\n  0 0 255 blue\n"u8.ToArray() });
        await page.Page.WaitForFunctionAsync("() => window.studio.palette().length === 3");
        Assert.Equal(["#ffffff", "#ff0000", "#0000ff"], await page.Page.EvaluateAsync<string[]>("() => window.studio.palette()"));
        await page.Page.SetInputFilesAsync("#palette-file", new FilePayload { Name = "no.hex", MimeType = "text/plain", Buffer = "nothing"u8.ToArray() });
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('no.hex:1: expected six hexadecimal digits')");
        Assert.Single(page.Errors, error => error.Contains("400", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_picture_in_its_own_colours_is_completed_in_them()
    {
        await using EmptyStudio server = await EmptyStudio.StartAsync();
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await server.OpenAsync(context);
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

    private static async Task<double> TemperatureAsync(StudioPage page) => double.Parse(await page.Page.InputValueAsync("#temperature"), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task AssertInViewAsync(StudioPage page, params string[] selectors)
    {
        int[] size = await page.Page.EvaluateAsync<int[]>("() => [innerWidth, innerHeight]");
        foreach (string selector in selectors)
        {
            LocatorBoundingBoxResult box = (await page.Page.Locator(selector).First.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= size[0] && box.Y + box.Height <= size[1], $"{selector} is not in view: {box.X:0}, {box.Y:0}, {box.Width:0}×{box.Height:0}");
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
