using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests that the user's work is neither lost nor changed without a message.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class SavedWorkTests(StudioBrowserFixture studio)
{
    [BrowserFact]
    public async Task The_picture_stays_and_undo_restores_the_model_after_selecting_a_model_of_another_size()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 3), (9, 3));
        int[] painted = await page.PixelsAsync();
        int drawn = painted.Count(color => color != 0);
        await page.SelectModelAsync("tiny-small");
        Assert.True(await page.Page.IsDisabledAsync("#example"));

        // The picture has more pixels than the model draws at once, so it is drawn in parts.
        Assert.Equal(drawn, (await page.PixelsAsync()).Count(color => color != 0));
        await page.FinishAsync();

        await page.ReloadAsync();
        Assert.Equal("tiny-small", await page.ModelAsync());
        await page.Page.ClickAsync("#undo");
        await page.WaitForModelAsync("tiny");
        Assert.Equal(painted, await page.PixelsAsync());
        Assert.False(await page.Page.IsDisabledAsync("#example"));
        await page.Page.ClickAsync("#redo");
        await page.WaitForModelAsync("tiny-small");
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task Selecting_a_model_with_another_palette_keeps_the_picture_or_reports_replaced_colours()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.Keyboard.PressAsync("g");
        await page.SelectColorAsync(3);
        await page.ClickAsync(0, 0);
        await page.Page.Keyboard.PressAsync("b");
        await page.SelectColorAsync(7);
        await page.DragAsync((2, 3), (9, 3));
        (int[] painted, string[] colors) = (await page.PixelsAsync(), await page.ColorsAsync());
        await page.SelectModelAsync("tiny-repainted");
        Assert.NotEqual(painted, await page.PixelsAsync());
        Assert.Equal(colors, await page.ColorsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.WaitForModelAsync("tiny");
        Assert.Equal(painted, await page.PixelsAsync());

        // The background colour, which the other model does not have.
        await page.Page.Keyboard.PressAsync("e");
        await page.ClickAsync(15, 15);
        (painted, colors) = (await page.PixelsAsync(), await page.ColorsAsync());
        await page.SelectModelAsync("tiny-repainted");
        Assert.Contains("one of your colours", await page.StatusAsync());
        Assert.Single((await page.ColorsAsync()).Zip(colors), c => c.First != c.Second);
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.WaitForModelAsync("tiny");
        Assert.Equal(painted, await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task Candidates_options_and_undo_steps_survive_a_reload()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.DragAsync((4, 6), (14, 11));
        int[] painted = await page.PixelsAsync();
        await page.Page.FillAsync("#seed", "11");
        await page.Page.FillAsync("#count", "3");
        await page.Page.ClickAsync("[data-tool=redraw]");
        await page.FinishAsync();
        await page.TakeAsync();
        (int[] completed, int[][] candidates) = (await page.PixelsAsync(), await page.CandidatesAsync());

        await page.ReloadAsync();
        Assert.Equal(completed, await page.PixelsAsync());
        Assert.Equal(candidates, await page.CandidatesAsync());
        Assert.Equal(("12", "3"), (await page.Page.InputValueAsync("#seed"), await page.Page.InputValueAsync("#count")));
        Assert.Equal("true", await page.Page.GetAttributeAsync("[data-tool=redraw]", "aria-pressed"));
        Assert.Contains("generated in", await page.Page.TextContentAsync("#progress"));
        (float x, float y) = await page.PixelCenterAsync(5, 15);
        await page.Page.Mouse.MoveAsync(x, y);
        Assert.Contains("Row 16, column 6", await page.Page.TextContentAsync("#pixel-details"));

        int other = await page.TakeAsync(2);
        Assert.Equal(candidates[other], await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal(painted, await page.PixelsAsync());
        Assert.Empty(page.Errors);
    }

    [BrowserFact]
    public async Task The_options_start_from_the_sampling_of_the_selected_model()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        await context.RouteAsync("**/api/v1/models/tiny-repainted", async route =>
        {
            IAPIResponse response = await route.FetchAsync();
            JsonObject model = JsonNode.Parse(await response.TextAsync())!.AsObject();
            model["generation"] = JsonNode.Parse("""{"do_sample": true, "temperature": 0.98, "top_k": 0, "top_p": 0.9251, "min_p": 0.01, "typical_p": 1, "repetition_penalty": 1}""");
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = model.ToJsonString() });
        });
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectModelAsync("tiny-repainted");
        Assert.Equal(["0.74", "0.925", "0.01"], await ValuesAsync());
        await page.Page.FillAsync("#temperature", "0.7");
        await page.FinishAsync();
        await page.ReloadAsync();
        Assert.Equal(["0.7", "0.925", "0.01"], await ValuesAsync());
        Assert.Empty(page.Errors);

        async Task<string[]> ValuesAsync() => [await page.Page.InputValueAsync("#temperature"), await page.Page.InputValueAsync("#top-p"), await page.Page.InputValueAsync("#min-p")];
    }

    [BrowserFact]
    public async Task Pixels_painted_while_the_model_generates_are_not_overwritten()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        TaskCompletionSource go = await page.HoldAsync("/completions");
        await page.Page.ClickAsync("#finish");
        await page.SelectColorAsync(7);
        await page.ClickAsync(3, 18);
        int[] painted = await page.PixelsAsync();
        go.SetResult();
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
        Assert.Equal(painted, await page.PixelsAsync());
        for (int place = 1; place <= 4; place++)
        {
            int[] taken = (await page.CandidatesAsync())[await page.TakeAsync(place)];
            taken[(18 * 20) + 3] = 7;
            Assert.Equal(taken, await page.PixelsAsync());
        }
    }

    [BrowserFact]
    public async Task After_a_reload_during_a_completion_the_page_offers_to_finish()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(3, 3);
        await page.HoldAsync("/completions");
        await page.Page.ClickAsync("#finish");
        Assert.True(await page.Page.IsEnabledAsync("#stop"));
        await page.ReloadAsync();
        await page.Page.ClickAsync("#status button");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
    }

    [BrowserFact]
    public async Task Stop_works_before_the_first_pixel()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.HoldAsync("/completions");
        await page.Page.ClickAsync("#finish");
        await page.Page.ClickAsync("#stop");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent === 'Stopped.'");
        Assert.True(await page.Page.IsEnabledAsync("#finish"));
        Assert.Equal(new int[400], await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task A_stroke_that_changes_nothing_is_not_an_undo_step()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(3, 3);
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("e");
        await page.ClickAsync(5, 15);
        Assert.True(await page.Page.IsDisabledAsync("#undo"));
        await page.Page.Keyboard.PressAsync("Control+y");
        Assert.Equal(7, (await page.PixelsAsync())[63]);
    }

    [BrowserFact]
    public async Task The_heat_map_is_requested_again_after_a_stroke()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.CheckAsync("#heatmap-toggle");
        await page.FinishAsync();
        await page.TakeAsync();
        int color = (await page.PixelsAsync())[(15 * 20) + 5] == 7 ? 9 : 7;
        await page.SelectColorAsync(color);
        IResponse response = await page.Page.RunAndWaitForResponseAsync(() => page.ClickAsync(5, 15), r => r.Url.EndsWith("/probabilities", StringComparison.Ordinal));
        await response.FinishedAsync();
        string hex = (await page.ColorsAsync())[(15 * 20) + 5];
        await page.Page.WaitForFunctionAsync("hex => document.querySelector('#pixel-details li.current')?.textContent.includes(hex)", hex);
        Assert.Contains("Row 16, column 6", await page.Page.TextContentAsync("#pixel-details"));
    }

    [BrowserFact]
    public async Task Undo_and_redo_work_when_a_model_is_gone_or_the_server_does_not_answer()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.SelectColorAsync(7);
        await page.ClickAsync(1, 1);
        await page.ClickAsync(2, 1);
        int[] painted = await page.PixelsAsync();
        await page.SelectModelAsync("tiny-repainted");
        await page.SelectColorAsync(9);
        await page.ClickAsync(3, 1);
        int[] repainted = await page.PixelsAsync();

        // Both models are loaded, so undo and redo need no request.
        await page.Page.RouteAsync("**/api/v1/models/*", route => route.AbortAsync());
        foreach (string key in (string[])["z", "z", "y", "y"]) await page.Page.Keyboard.PressAsync("Control+" + key);
        Assert.Equal("tiny-repainted", await page.ModelAsync());
        Assert.Equal(repainted, await page.PixelsAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        Assert.Equal("tiny", await page.ModelAsync());
        Assert.Equal(painted, await page.PixelsAsync());
        await page.Page.UnrouteAllAsync();

        // After a reload only the selected model is loaded. The other one first fails to load, and later no longer exists.
        await page.Page.Keyboard.PressAsync("Control+y");
        await page.WaitForModelAsync("tiny-repainted");
        await page.ReloadAsync();
        await page.Page.RouteAsync("**/api/v1/models/tiny", route => route.AbortAsync());
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('does not answer')");
        Assert.Equal(painted, await page.PixelsAsync());
        Assert.True(await page.Page.IsEnabledAsync("#redo"));
        await page.Page.Keyboard.PressAsync("Control+y");
        Assert.Equal("tiny-repainted", await page.Page.InputValueAsync("#model"));
        await page.Page.WaitForSelectorAsync("#status", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });

        // An example that is loaded meanwhile has the palette of the model that provided it.
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('does not answer')");
        await page.Page.ClickAsync("#example");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#announcer').textContent.includes('sprite')");
        Assert.Equal("tiny-repainted", await page.Page.InputValueAsync("#model"));
        Assert.Equal("#010203", (await page.Page.EvaluateAsync<string[]>("() => window.studio.palette()"))[^1]);
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#status').textContent.includes('does not answer')");
        await page.Page.UnrouteAllAsync();
        await page.Page.RouteAsync("**/api/v1/models/tiny", route => route.FulfillAsync(new RouteFulfillOptions { Status = 404, ContentType = "application/problem+json", Body = "{}" }));
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.WaitForModelAsync("tiny-repainted");
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.WaitForFunctionAsync("() => window.studio.pixels().every(color => color === window.studio.pixels()[0])");
        Assert.True(await page.Page.IsEnabledAsync("#redo"));
    }

    [BrowserFact]
    public async Task An_example_is_requested_again_when_another_model_is_selected_meanwhile()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        TaskCompletionSource go = await page.HoldAsync("/models/tiny/samples**");
        await page.Page.ClickAsync("#example");
        await page.SelectModelAsync("tiny-repainted");
        IResponse repeated = await page.Page.RunAndWaitForResponseAsync(
            () =>
            {
                go.SetResult();
                return Task.CompletedTask;
            },
            r => r.Url.Contains("tiny-repainted/samples", StringComparison.Ordinal) && r.Url.Contains("offset", StringComparison.Ordinal));
        int[] sprite = [.. (await repeated.JsonAsync())!.Value.GetProperty("sprites")[0].EnumerateArray().Select(p => p.GetInt32())];
        await page.Page.WaitForFunctionAsync("sprite => window.studio.pixels().join() === sprite.join()", sprite);
    }

    [BrowserFact]
    public async Task A_model_that_cannot_be_loaded_is_not_shown_as_selected()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.RouteAsync("**/api/v1/models/tiny-small", route => route.AbortAsync());
        await page.Page.SelectOptionAsync("#model", "tiny-small");
        await page.Page.WaitForSelectorAsync("#status[role=alert]");
        Assert.Equal("tiny", await page.Page.InputValueAsync("#model"));
        await page.Page.ClickAsync("#status button:last-child");
        Assert.True(await page.Page.IsHiddenAsync("#status"));
    }

    [BrowserFact]
    public async Task A_picture_of_another_size_survives_a_reload_and_a_new_picture_has_the_size_of_the_model()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.Page.EvaluateAsync(
            """
            async () => {
                const canvas = new OffscreenCanvas(12, 9), pen = canvas.getContext('2d');
                pen.fillStyle = window.studio.palette()[7];
                pen.fillRect(1, 1, 5, 3);
                const data = new DataTransfer();
                data.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], 'a.png', { type: 'image/png' }));
                document.querySelector('#stage').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
            }
            """);
        await page.Page.WaitForFunctionAsync("() => window.studio.width() === 12");
        int[] imported = await page.PixelsAsync();
        await page.ReloadAsync();
        Assert.Equal(imported, await page.PixelsAsync());
        await page.Page.ClickAsync("#clear");
        Assert.Equal(new int[400], await page.PixelsAsync());
        await page.Page.ClickAsync("#undo");
        Assert.Equal(imported, await page.PixelsAsync());
    }

    [BrowserFact]
    public async Task A_completed_picture_is_not_reported_as_interrupted()
    {
        await using IBrowserContext context = await studio.NewContextAsync();
        StudioPage page = await studio.OpenAsync(context);
        await page.FinishAsync();
        await page.ReloadAsync();
        StudioPage other = await studio.OpenAsync(context);
        foreach (StudioPage one in (StudioPage[])[page, other]) Assert.True(await one.Page.IsHiddenAsync("#status"));
    }
}
