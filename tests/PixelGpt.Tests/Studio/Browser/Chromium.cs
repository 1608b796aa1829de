using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Finds and starts the Chromium that is installed on the machine; nothing is downloaded.</summary>
internal static class Chromium
{
    public const string Missing = "Chromium is not installed: install it (Debian: apt-get install chromium) or set PIXELGPT_CHROMIUM to its path";

    /// <summary>Gets the path of the browser: the value of <c>PIXELGPT_CHROMIUM</c>, or the first known browser name on the path; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("PIXELGPT_CHROMIUM") ?? Find();

    /// <summary>Why browser tests are skipped; null if they run. With <c>CI=true</c> they are never skipped and fail without a browser.</summary>
    public static string? SkipReason { get; } = Skip(Path, Environment.GetEnvironmentVariable("CI"));

    /// <summary>Decides whether browser tests are skipped.</summary>
    /// <param name="path">The path of the browser; null if there is none.</param>
    /// <param name="ci">The value of the environment variable <c>CI</c>.</param>
    internal static string? Skip(string? path, string? ci) => path is null && !string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase) ? Missing : null;

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright, params string[] arguments) =>
        await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox", .. arguments] });

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], System.IO.Path.Combine)
        .FirstOrDefault(File.Exists);
}

/// <summary>A fact that needs a browser; it is skipped if none is installed, except with <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        Skip = Chromium.SkipReason;
    }
}

/// <summary>A theory that needs a browser; it is skipped if none is installed, except with <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        Skip = Chromium.SkipReason;
    }
}
