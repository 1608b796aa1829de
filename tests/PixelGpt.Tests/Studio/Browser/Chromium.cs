using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>The machine's own Chromium; nothing is downloaded.</summary>
internal static class Chromium
{
    public const string Missing = "Chromium was not found: install it (Debian: apt-get install chromium), or name it in PIXELGPT_CHROMIUM";

    /// <summary>Where it is: <c>PIXELGPT_CHROMIUM</c>, or a usual name on the path; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("PIXELGPT_CHROMIUM") ?? Find();

    /// <summary>Why browser tests are skipped; null if they run. On a build server (<c>CI=true</c>) they always run, and fail where there is no browser.</summary>
    public static string? SkipReason { get; } = Skip(Path, Environment.GetEnvironmentVariable("CI"));

    /// <summary>Decides whether browser tests are skipped.</summary>
    /// <param name="path">Where the browser is; null if there is none.</param>
    /// <param name="ci">The value of the environment variable <c>CI</c>.</param>
    internal static string? Skip(string? path, string? ci) => path is null && !string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase) ? Missing : null;

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox"] });

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], System.IO.Path.Combine)
        .FirstOrDefault(File.Exists);
}

/// <summary>A fact that needs a browser; skipped, with the reason, where there is none, except on a build server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        Skip = Chromium.SkipReason;
    }
}

/// <summary>A theory that needs a browser; skipped, with the reason, where there is none, except on a build server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        Skip = Chromium.SkipReason;
    }
}
