using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>The studio page in a browser, with the actions that the tests need.</summary>
internal sealed class StudioPage
{
    private readonly List<string> _errors = [];

    public StudioPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Gets the errors of the page's scripts, including violations of the content security policy.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public Task<int[]> PixelsAsync() => Page.EvaluateAsync<int[]>("() => window.studio.pixels()");

    /// <summary>Returns the position of the line between the user's part and the model's part, as a number of pixels.</summary>
    public Task<int> LineAsync() => Page.EvaluateAsync<int>("() => window.studio.line()");

    /// <summary>Returns the positions of the pixels that the model draws.</summary>
    public Task<int[]> OpenPixelsAsync() => Page.EvaluateAsync<int[]>("() => window.studio.open()");

    public Task<int[][]> CandidatesAsync() => Page.EvaluateAsync<int[][]>("() => window.studio.candidates()");

    /// <summary>Returns the position on the page of the centre of a pixel of the picture.</summary>
    public async Task<(float X, float Y)> PixelCenterAsync(int x, int y)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#canvas").BoundingBoxAsync())!;
        int[] size = await Page.EvaluateAsync<int[]>("() => [window.studio.width(), window.studio.height()]");
        return (box.X + (box.Width * (x + 0.5f) / size[0]), box.Y + (box.Height * (y + 0.5f) / size[1]));
    }

    public async Task ClickAsync(int x, int y)
    {
        (float left, float top) = await PixelCenterAsync(x, y);
        await Page.Mouse.ClickAsync(left, top);
    }

    public async Task DragAsync((int X, int Y) from, (int X, int Y) to)
    {
        (float x, float y) = await PixelCenterAsync(from.X, from.Y);
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.DownAsync();
        (x, y) = await PixelCenterAsync(to.X, to.Y);
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Drags the handle of the line between the user's part and the model's part to the top of a row.</summary>
    public async Task DragLineAsync(int row)
    {
        LocatorBoundingBoxResult handle = (await Page.Locator("#line").BoundingBoxAsync())!, canvas = (await Page.Locator("#canvas").BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(handle.X + (handle.Width / 2), handle.Y + (handle.Height / 2));
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(handle.X, canvas.Y + (canvas.Height * row / 20));
        await Page.Mouse.UpAsync();
    }

    public Task<string> ModelAsync() => Page.EvaluateAsync<string>("() => window.studio.model()");

    /// <summary>Selects a model and waits until it is loaded.</summary>
    public async Task SelectModelAsync(string model)
    {
        await Page.SelectOptionAsync("#model", model);
        await WaitForModelAsync(model);
    }

    public Task WaitForModelAsync(string model) => Page.WaitForFunctionAsync("model => window.studio.model() === model", model);

    /// <summary>Returns the colour of each pixel as #rrggbb.</summary>
    public Task<string[]> ColorsAsync() => Page.EvaluateAsync<string[]>("() => window.studio.colors()");

    public Task<string?> StatusAsync() => Page.TextContentAsync("#status");

    /// <summary>Reloads the page and waits until it is ready.</summary>
    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await Page.WaitForFunctionAsync("() => window.studio?.model() != null");
    }

    /// <summary>Delays the next request to a path until the returned source is completed.</summary>
    public async Task<TaskCompletionSource> HoldAsync(string path)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.RouteAsync(
            "**/api/v1" + path,
            async route =>
            {
                await gate.Task;
                await route.ContinueAsync();
            },
            new PageRouteOptions { Times = 1 });
        return gate;
    }

    /// <summary>Takes the candidate at a place, from 1, and returns its number.</summary>
    public async Task<int> TakeAsync(int place = 1)
    {
        ILocator card = Page.Locator($"#candidates [data-rank='{place}']");
        await card.ClickAsync();
        return int.Parse((await card.GetAttributeAsync("data-candidate"))!, System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task SelectColorAsync(int color) => Page.ClickAsync($"[data-color='{color}']");

    /// <summary>Presses F without moving the focus and waits until the picture is complete.</summary>
    public async Task FinishByKeyAsync()
    {
        await Page.EvaluateAsync("() => { document.querySelector('#progress').textContent = ''; }");
        await Page.Keyboard.PressAsync("f");
        await Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
    }

    /// <summary>Presses Finish and waits until the picture is complete.</summary>
    public async Task FinishAsync()
    {
        await Page.ClickAsync("#finish");
        await Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('generated in')");
    }
}
