using System.Diagnostics;
using Microsoft.Playwright;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>
/// Starts a studio in its own process and a browser. The studio has three models: <c>tiny</c> generates 20×20 creatures;
/// <c>tiny-repainted</c> is the same model with another palette; <c>tiny-small</c> generates pictures of at most 30 pixels and has no data set.
/// </summary>
public sealed class StudioBrowserFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Process? _studio;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Models => _folder["runs"];

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.SkipReason is not null) return;
        if (Chromium.Path is null) throw new InvalidOperationException(Chromium.Missing);
        string[] train = [ProgramProcess.Assembly, "train", "--data", "creatures", "--model", "gpt2", "--preset", "tiny", "--epochs", "1", "--out", Path.Combine(Models, "tiny"), "--quiet"];
        using (Process training = ProgramProcess.Start("dotnet", train)) await ProgramProcess.EndAsync(training);
        Repaint(Path.Combine(Models, "tiny"), Path.Combine(Models, "tiny-repainted"));
        TinyModels.Save(Path.Combine(Models, "tiny-small"));
        _studio = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--models", Models]);
        string line = await _studio.StandardOutput.ReadLineAsync() ?? "";
        Address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(';', ',', '.', '/');
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_studio is not null)
        {
            _studio.Kill();
            await _studio.WaitForExitAsync();
            _studio.Dispose();
        }
        _playwright?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Copies a model and changes its palette: each colour moves to the previous index, the background colour is removed, and a new colour is added at the end.</summary>
    private static void Repaint(string from, string to)
    {
        TemporaryFolder.Copy(from, to);
        string colormap = Path.Combine(to, ModelFolder.ColormapName);
        var palette = Palette.Load(colormap);
        File.WriteAllText(colormap, new Palette([.. palette.Colors.Skip(1), new Rgb(1, 2, 3)]).ToColormapText());
    }

    /// <summary>Creates a browser context with empty storage.</summary>
    internal Task<IBrowserContext> NewContextAsync(int width = 1280, int height = 900, bool isDark = false, bool hasTouch = false) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        HasTouch = hasTouch,
        ReducedMotion = ReducedMotion.Reduce,
    });

    /// <summary>Opens the page on one of its tabs, waits until it is ready, and opens the section with the options.</summary>
    internal async Task<StudioPage> OpenAsync(IBrowserContext context, string tab = "paint")
    {
        bool isNew = !(await context.StorageStateAsync()).Contains("pixelgpt-work", StringComparison.Ordinal);
        var page = new StudioPage(await context.NewPageAsync());
        await page.Page.GotoAsync($"{Address}/#{tab}");
        await page.Page.WaitForFunctionAsync("() => window.studio?.model() != null");

        // The page starts with the best model, which may be one that another test has trained.
        if (isNew && tab == "paint" && await page.ModelAsync() != "tiny" && await page.Page.Locator("#model option[value=tiny]").CountAsync() > 0) await page.SelectModelAsync("tiny");
        await page.Page.EvaluateAsync("() => { document.querySelector('#more').open = true; }");
        return page;
    }
}
