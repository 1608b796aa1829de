using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using PixelGpt.Models;
using PixelGpt.Models.Onnx;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Studio.Browser;

namespace PixelGpt.Tests.Samples;

/// <summary>Serves the page of <c>samples/browser</c> with exported models, each in a folder of its own, and starts a browser.</summary>
public sealed class BrowserSampleFixture : IAsyncLifetime
{
    /// <summary>The models by the name of their folder.</summary>
    internal static IReadOnlyDictionary<string, Lazy<PixelModel>> Models { get; } = new Dictionary<string, Lazy<PixelModel>>
    {
        ["built-in"] = new(() => PixelModel.BuiltIn),
        ["gpt2"] = new(() => TinyModels.PixelModel()),
        ["mistral"] = new(() => TinyModels.PixelModel("mistral")),
        ["pixelgpt-value-residual"] = new(() => TinyModels.PixelModel("pixelgpt-value-residual")),
    };

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html",
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".mjs"] = "text/javascript",
        [".wasm"] = "application/wasm",
        [".onnx"] = "application/octet-stream",
    };

    private readonly TemporaryFolder _folder = new();
    private LoopbackServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string Sample { get; } = Path.Combine(Checkout.Root, "samples", "browser");

    /// <summary>Why the tests are skipped; null if they run. With <c>CI=true</c> they are never skipped, and fail if something is missing.</summary>
    internal static string? SkipReason { get; } = Chromium.SkipReason
        ?? (Directory.Exists(Path.Combine(Sample, "node_modules", "onnxruntime-web")) ? null : ExternalProgram.Skip("onnxruntime-web is not installed: run 'npm ci' in samples/browser"));

    internal TemporaryFolder Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        if (SkipReason is not null) return;
        foreach ((string name, Lazy<PixelModel> model) in Models) OnnxExport.Write(_folder[$"{name}.onnx"], model.Value.Config, model.Value.Transformer, model.Value.Palette);
        _server = await LoopbackServer.StartAsync(AnswerAsync);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Opens the page with a model and waits until the model is loaded.</summary>
    internal async Task<IPage> OpenAsync(string model, int width = 1280, bool isDark = false)
    {
        IPage page = await _browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
        page.SetDefaultTimeout((float)HangGuard.Limit.TotalMilliseconds);
        await page.GotoAsync($"{_server!.Address}{model}/index.html");
        await WaitUntilReadyAsync(page);
        return page;
    }

    /// <summary>Waits until a picture can be completed.</summary>
    internal static Task WaitUntilReadyAsync(IPage page) => page.WaitForFunctionAsync("() => !document.querySelector('#complete').disabled");

    private async Task AnswerAsync(HttpContext context)
    {
        string[] parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string path = parts[^1] == "model.onnx" ? _folder[$"{parts[0]}.onnx"] : Path.Combine([Sample, .. parts[1..]]);
        if (!File.Exists(path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = Types[Path.GetExtension(path)];
        await context.Response.SendFileAsync(path);
    }
}

/// <summary>A theory that needs Chromium and the packages of <c>samples/browser</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserSampleTheoryAttribute : TheoryAttribute
{
    public BrowserSampleTheoryAttribute()
    {
        Skip = BrowserSampleFixture.SkipReason;
    }
}

/// <summary>A fact that needs Chromium and the packages of <c>samples/browser</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserSampleFactAttribute : FactAttribute
{
    public BrowserSampleFactAttribute()
    {
        Skip = BrowserSampleFixture.SkipReason;
    }
}
