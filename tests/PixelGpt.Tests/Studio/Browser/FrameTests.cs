using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests the frames of the Paint tab: the strip, undo, onion skin, playback, and the model's part.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class FrameTests(StudioBrowserFixture studio)
{
    private const int Side = 20;

    [BrowserFact]
    public async Task Frames_are_added_copied_moved_and_deleted_and_all_of_it_can_be_undone()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        Assert.True(await page.Page.IsHiddenAsync("#frames"));
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        await page.Page.ClickAsync("#frame-add");
        Assert.Equal(new int[Side * Side], await page.PixelsAsync());
        await page.ClickAsync(2, 2);
        await page.Page.ClickAsync("#frame-duplicate");
        await page.ClickAsync(3, 3);
        Assert.Equal(["21", "42", "42,63"], await PaintedAsync(page));

        // By buttons, keys of the strip, single keys, and dragging.
        await page.Page.ClickAsync("#frame-earlier");
        Assert.Equal(["21", "42,63", "42"], await PaintedAsync(page));
        await page.Page.FocusAsync("#frames [aria-selected=true]");
        await page.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        Assert.Equal(["42,63", "21", "42"], await PaintedAsync(page));
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("Frame 2 of 3, 125 milliseconds", await page.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label')"));
        await page.Page.Keyboard.PressAsync(".");
        await page.Page.Keyboard.PressAsync(".");
        Assert.Equal(0, await FrameAsync(page));
        await page.Page.Keyboard.PressAsync(",");
        Assert.Equal(2, await FrameAsync(page));
        await page.Page.Locator("#frames > div").Nth(2).DragToAsync(page.Page.Locator("#frames > div").Nth(0));
        Assert.Equal(["42", "42,63", "21"], await PaintedAsync(page));
        await page.Page.Locator("#frames > div").Nth(1).ClickAsync();
        await page.Page.ClickAsync("#frame-delete");
        Assert.Equal(["42", "21"], await PaintedAsync(page));
        Assert.Contains("Frame 2 was deleted", await page.StatusAsync());

        await page.ReloadAsync();
        Assert.Equal(["42", "21"], await PaintedAsync(page));
        Assert.Equal(1, await FrameAsync(page));
        string[][] expected = [["42", "42,63", "21"], ["42,63", "21", "42"], ["21", "42,63", "42"], ["21", "42", "42,63"], ["21", "42", "42"], ["21", "42"], ["21", ""], ["21"], [""]];
        foreach (string[] frames in expected)
        {
            await page.Page.Keyboard.PressAsync("Control+z");
            Assert.Equal(frames, await PaintedAsync(page));
        }

        Assert.True(await page.Page.IsHiddenAsync("#frames"));
        for (int i = 0; i < 9; i++) await page.Page.Keyboard.PressAsync("Control+y");
        Assert.Equal(["42", "21"], await PaintedAsync(page));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Candidates_belong_to_the_frame_that_is_shown()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        await page.Page.Keyboard.PressAsync("Shift+N");
        await page.FinishAsync();
        int[] taken = (await page.CandidatesAsync())[await page.TakeAsync()];
        await page.Page.Keyboard.PressAsync(",");
        Assert.Empty(await page.CandidatesAsync());
        Assert.Equal(new[] { Side + 1 }, (await page.PixelsAsync()).Index().Where(p => p.Item != 0).Select(p => p.Index));
        await page.Page.Keyboard.PressAsync(".");
        Assert.Equal(taken, await page.PixelsAsync());

        // An earlier candidate restores the picture of its frame in the frame that is shown, and the others stay.
        await page.Page.Keyboard.PressAsync("n");
        await page.Page.ClickAsync("#history li:nth-child(1) button");
        Assert.Equal(taken, await page.PixelsAsync());
        Assert.Equal(3, (await PaintedAsync(page)).Length);
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Onion_skin_shows_the_neighbours_where_nothing_is_painted()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        await page.ClickAsync(5, 5);
        await page.Page.Keyboard.PressAsync("n");
        await page.Page.Keyboard.PressAsync("n");
        await page.ClickAsync(3, 15);
        await page.Page.Keyboard.PressAsync(",");
        await page.ClickAsync(5, 5);
        await page.Page.FocusAsync("#finish");
        string[] off = [await ShownAsync(page, 1, 1), await ShownAsync(page, 3, 15), await ShownAsync(page, 5, 5), await ShownAsync(page, 9, 9)];
        await page.Page.Keyboard.PressAsync("k");
        Assert.Equal("true", await page.Page.GetAttributeAsync("#onion", "aria-pressed"));
        await WaitForFrameAsync(page);
        string[] on = [await ShownAsync(page, 1, 1), await ShownAsync(page, 3, 15), await ShownAsync(page, 5, 5), await ShownAsync(page, 9, 9)];

        // The frame before, the frame after, a painted pixel, and an empty one.
        Assert.NotEqual(off[0], on[0]);
        Assert.NotEqual(off[1], on[1]);
        Assert.NotEqual(on[0], on[1]);
        Assert.DoesNotContain(off[2], on[..2]);
        Assert.Equal(off[2..], on[2..]);
        await page.ReloadAsync();
        Assert.Equal("true", await page.Page.GetAttributeAsync("#onion", "aria-pressed"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Playback_shows_each_frame_for_its_time_and_respects_reduced_motion()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.Keyboard.PressAsync("g");
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        await page.Page.Keyboard.PressAsync("Shift+N");
        await page.SelectColorAsync(9);
        await page.ClickAsync(1, 1);
        await page.Page.FillAsync("#fps", "20");
        await page.Page.PressAsync("#fps", "Enter");
        await page.Page.FillAsync("#frame-duration", "90");
        await page.Page.PressAsync("#frame-duration", "Enter");
        Assert.Equal((int[])[50, 90], await page.Page.EvaluateAsync<int[]>("() => window.studio.durations()"));
        Assert.Equal(("", "mixed"), (await page.Page.InputValueAsync("#fps"), await page.Page.GetAttributeAsync("#fps", "placeholder")));

        // Records which frames are marked as played. With reduced motion, each is shown once.
        await page.Page.EvaluateAsync(
            """
            () => {
              window.played = [];
              new MutationObserver(() => {
                const at = [...document.querySelectorAll('#frames > div')].findIndex(item => item.classList.contains('played'));
                if (at !== window.played.at(-1)) window.played.push(at);
              }).observe(document.querySelector('#frames'), { subtree: true, attributes: true, attributeFilter: ['class'] });
            }
            """);
        await page.Page.ClickAsync("#play");
        await page.Page.WaitForFunctionAsync("() => window.played.length === 3 && document.querySelector('#play').getAttribute('aria-label') === 'Play'");
        Assert.Equal((int[])[0, 1, -1], await page.Page.EvaluateAsync<int[]>("() => window.played"));
        Assert.Equal(1, await FrameAsync(page));

        // Otherwise it repeats until it is paused or the picture is touched.
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        await page.Page.FocusAsync("#finish");
        await page.Page.Keyboard.PressAsync("p");
        Assert.Equal("Pause", await page.Page.GetAttributeAsync("#play", "aria-label"));
        await page.Page.WaitForFunctionAsync("() => window.played.length > 8");
        await page.Page.Keyboard.PressAsync("p");
        Assert.Equal("Play", await page.Page.GetAttributeAsync("#play", "aria-label"));
        await page.Page.Keyboard.PressAsync("p");
        await page.ClickAsync(3, 3);
        Assert.Equal("Play", await page.Page.GetAttributeAsync("#play", "aria-label"));
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Varying_a_frame_draws_the_marked_part_of_a_copy_again()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.FinishAsync();
        await page.TakeAsync();
        int[] original = await page.PixelsAsync();

        // Without a mark or a selection, the model draws again what it drew last.
        IRequest request = await page.Page.RunAndWaitForRequestAsync(() => page.Page.ClickAsync("#frame-vary"), r => r.Url.EndsWith("/completions", StringComparison.Ordinal));
        await WaitForCandidatesAsync(page);
        Assert.Contains("Frame 2 is a copy of frame 1", await page.StatusAsync());
        Assert.Equal(Enumerable.Range(240, 160), await page.OpenPixelsAsync());
        Assert.Equal(original[..240], Ints(JsonNode.Parse(request.PostData!)!["prompt"]!["pixels"]));
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Single(await PaintedAsync(page));

        // A selection, in the colours of the frame.
        await page.Page.Keyboard.PressAsync("m");
        await page.DragAsync((4, 6), (9, 11));
        int[] region = [.. Enumerable.Range(6, 6).SelectMany(y => Enumerable.Range(4, 6).Select(x => (y * Side) + x))];
        request = await page.Page.RunAndWaitForRequestAsync(() => page.Page.Keyboard.PressAsync("v"), r => r.Url.EndsWith("/completions", StringComparison.Ordinal));
        await WaitForCandidatesAsync(page);
        Assert.Equal(region, await page.OpenPixelsAsync());
        Assert.Equal(original.Distinct().Order(), Ints(JsonNode.Parse(request.PostData!)!["colors"]));
        int[] varied = (await page.CandidatesAsync())[await page.TakeAsync()];
        Assert.Equal(Without(original, region), Without(varied, region));
        Assert.Equal(varied, await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync(",");
        Assert.Equal(original, await page.PixelsAsync());

        // Between two frames, what differs.
        await page.Page.ClickAsync("#region-none");
        await page.Page.ClickAsync("#frame-vary");
        int[] differing = [.. original.Zip(varied).Index().Where(p => p.Item.First != p.Item.Second).Select(p => p.Index)];
        if (differing.Length > 0)
        {
            await WaitForCandidatesAsync(page);
            Assert.Equal(differing, await page.OpenPixelsAsync());
            Assert.Equal(3, (await PaintedAsync(page)).Length);
        }

        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Without_anything_to_vary_it_says_what_to_do()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.ClickAsync("#region-none");
        await page.Page.ClickAsync("#frame-vary");
        Assert.Contains("Select what is to change", await page.StatusAsync());
        Assert.Single(await PaintedAsync(page));
    }

    [BrowserFact]
    public async Task Another_palette_model_or_size_applies_to_all_frames()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        await page.Page.Keyboard.PressAsync("Shift+N");
        await page.ClickAsync(2, 2);
        string color = (await page.ColorsAsync())[21];
        await page.SelectModelAsync("tiny-repainted");
        Assert.Equal(color, (await page.ColorsAsync())[21]);
        await page.Page.Keyboard.PressAsync(",");
        Assert.Equal(color, (await page.ColorsAsync())[21]);
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.WaitForModelAsync("tiny");
        Assert.Equal(["21", "21,42"], await PaintedAsync(page));

        await page.Page.ClickAsync("#size");
        await page.Page.FillAsync("#new-width", "10");
        await page.Page.FillAsync("#new-height", "10");
        await page.Page.SelectOptionAsync("#anchor", "top-left");
        await page.Page.ClickAsync("#size-apply");
        Assert.Equal(["11", "11,22"], await PaintedAsync(page));
        Assert.Empty(page.Errors);
    }

    private static async Task<string[]> PaintedAsync(StudioPage page) =>
        await page.Page.EvaluateAsync<string[]>("() => window.studio.frames().map(pixels => pixels.flatMap((color, at) => color === 0 ? [] : [at]).join())");

    private static Task<int> FrameAsync(StudioPage page) => page.Page.EvaluateAsync<int>("() => window.studio.frame()");

    private static async Task WaitForCandidatesAsync(StudioPage page) =>
        await page.Page.WaitForFunctionAsync("() => window.studio.ranking().length > 0 && document.querySelector('#progress').textContent.includes('generated in')");

    /// <summary>Waits until changes are drawn.</summary>
    private static async Task WaitForFrameAsync(StudioPage page) =>
        await page.Page.EvaluateAsync("() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))");

    /// <summary>Returns the colour in the middle of a pixel on the canvas.</summary>
    private static async Task<string> ShownAsync(StudioPage page, int x, int y)
    {
        await WaitForFrameAsync(page);
        return await page.Page.EvaluateAsync<string>(
            """
            ([x, y]) => {
              const canvas = document.querySelector('#canvas'), size = canvas.width / window.studio.width();
              return [...canvas.getContext('2d').getImageData((x + 0.5) * size, (y + 0.5) * size, 1, 1).data].join();
            }
            """,
            new[] { x, y });
    }

    private static int[] Ints(JsonNode? array) => [.. array!.AsArray().Select(p => (int)p!)];

    private static IEnumerable<int> Without(int[] pixels, int[] region) => pixels.Index().Where(p => !region.Contains(p.Index)).Select(p => p.Item);
}
