using System.Diagnostics;
using Microsoft.Playwright;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests that share a studio and a browser, one after the other: together they would only take each other's cores.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<StudioPages>
{
    public const string Name = "browser";
}

/// <summary>
/// A real studio, in a process of its own, and a real browser to visit it. Its models: <c>tiny</c> draws 20×20 creatures;
/// <c>tiny-repainted</c> does in other colours, and <c>tiny-small</c> pictures of at most 30 pixels, of data that nobody knows.
/// </summary>
public sealed class StudioPages : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Process? _studio;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Models => _folder["runs"];

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null) return;
        if (Chromium.Path is null) throw new InvalidOperationException(Chromium.Missing);
        string[] train = [ProgramProcess.Assembly, "train", "--data", "creatures", "--preset", "tiny", "--epochs", "1", "--out", Path.Combine(Models, "tiny"), "--quiet"];
        using (Process training = ProgramProcess.Start("dotnet", train)) await ProgramProcess.EndAsync(training);
        Repaint(Path.Combine(Models, "tiny"), Path.Combine(Models, "tiny-repainted"));
        TinyModels.Save(Path.Combine(Models, "tiny-small"));
        _studio = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--models", Models]);
        string told = await _studio.StandardOutput.ReadLineAsync() ?? "";
        Address = told.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(';').TrimEnd('/');
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_studio is null) return;
        _studio.Kill();
        await _studio.WaitForExitAsync();
    }

    public void Dispose()
    {
        _playwright?.Dispose();
        _studio?.Dispose();
        _folder.Dispose();
    }

    /// <summary>The same model, but each colour stands at the index before its own, the background's too, and the last one is another.</summary>
    private static void Repaint(string from, string to)
    {
        TemporaryFolder.Copy(from, to);
        string colormap = Path.Combine(to, ModelFolder.ColormapName);
        var palette = Palette.Load(colormap);
        File.WriteAllText(colormap, new Palette([.. palette.Colors.Skip(1), new Rgb(1, 2, 3)]).ToColormapText());
    }

    /// <summary>A new visitor's browser.</summary>
    internal Task<IBrowserContext> VisitorAsync(int width = 1280, int height = 900, bool isDark = false, bool hasTouch = false) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        HasTouch = hasTouch,
        ReducedMotion = ReducedMotion.Reduce,
    });

    /// <summary>The page on one of its tabs, ready to be used; whatever goes wrong in its scripts fails the test.</summary>
    internal async Task<StudioPage> OpenAsync(IBrowserContext context, string tab = "paint")
    {
        var page = new StudioPage(await context.NewPageAsync());
        await page.Page.GotoAsync($"{Address}/#{tab}");
        await page.Page.WaitForFunctionAsync("() => window.studio?.model() != null");
        return page;
    }
}

/// <summary>The page as a visitor uses it.</summary>
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

    /// <summary>What went wrong in the page's scripts, a broken content policy among it.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public Task<int[]> PixelsAsync() => Page.EvaluateAsync<int[]>("() => window.studio.pixels()");

    public Task<int> PromptLengthAsync() => Page.EvaluateAsync<int>("() => window.studio.promptLength()");

    public Task<int[][]> CandidatesAsync() => Page.EvaluateAsync<int[][]>("() => window.studio.candidates()");

    /// <summary>The middle of a pixel of the picture, on the page.</summary>
    public async Task<(float X, float Y)> PlaceAsync(int x, int y)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#canvas").BoundingBoxAsync())!;
        return (box.X + (box.Width * (x + 0.5f) / 20), box.Y + (box.Height * (y + 0.5f) / 20));
    }

    public async Task ClickAsync(int x, int y)
    {
        (float left, float top) = await PlaceAsync(x, y);
        await Page.Mouse.ClickAsync(left, top);
    }

    public async Task DragAsync((int X, int Y) from, (int X, int Y) to)
    {
        (float x, float y) = await PlaceAsync(from.X, from.Y);
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.DownAsync();
        (x, y) = await PlaceAsync(to.X, to.Y);
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Drags the prompt's end, by the picture's left edge, from above a row into another one.</summary>
    public async Task DragLineAsync(int from, int to)
    {
        float row = (await Page.Locator("#canvas").BoundingBoxAsync())!.Height / 20;
        (float x, float y) = await PlaceAsync(0, from);
        await Page.Mouse.MoveAsync(x, y - (row / 2));
        await Page.Mouse.DownAsync();
        (x, y) = await PlaceAsync(0, to);
        await Page.Mouse.MoveAsync(x, y);
        await Page.Mouse.UpAsync();
    }

    public Task<string> ModelAsync() => Page.EvaluateAsync<string>("() => window.studio.model()");

    /// <summary>Chooses a model, and waits until it draws.</summary>
    public async Task ChooseModelAsync(string model)
    {
        await Page.SelectOptionAsync("#model", model);
        await ModelIsAsync(model);
    }

    public Task ModelIsAsync(string model) => Page.WaitForFunctionAsync("model => window.studio.model() === model", model);

    /// <summary>The colours as they are seen, a #rrggbb for each pixel.</summary>
    public Task<string[]> ColorsAsync() => Page.EvaluateAsync<string[]>("() => window.studio.colors()");

    public Task<string?> StatusAsync() => Page.TextContentAsync("#status");

    /// <summary>Reloads, and waits until the page can be used.</summary>
    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await Page.WaitForFunctionAsync("() => window.studio?.model() != null");
    }

    /// <summary>Holds the next request back; the answer lets it go.</summary>
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

    public Task ChooseColorAsync(int color) => Page.ClickAsync($"[data-color='{color}']");

    /// <summary>Presses F where the keyboard is, and waits for the last pixel.</summary>
    public async Task FinishByKeyAsync()
    {
        await Page.EvaluateAsync("() => { document.querySelector('#progress').textContent = ''; }");
        await Page.Keyboard.PressAsync("f");
        await Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('drawn in')");
    }

    /// <summary>Presses Finish and waits for the last pixel.</summary>
    public async Task FinishAsync()
    {
        await Page.ClickAsync("#finish");
        await Page.WaitForFunctionAsync("() => document.querySelector('#progress').textContent.includes('drawn in')");
    }
}
