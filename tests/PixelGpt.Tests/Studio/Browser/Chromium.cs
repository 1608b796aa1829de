using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>The machine's own Chromium; nothing is downloaded.</summary>
internal static class Chromium
{
    /// <summary>Where it is: <c>PIXELGPT_CHROMIUM</c>, or a usual name on the path; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("PIXELGPT_CHROMIUM") ?? Find();

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox"] });

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], System.IO.Path.Combine)
        .FirstOrDefault(File.Exists);
}

/// <summary>A fact that needs a browser; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null) Skip = "needs Chromium: install it (Debian: apt-get install chromium), or name it in PIXELGPT_CHROMIUM";
    }
}

/// <summary>A theory that needs a browser; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Path is null) Skip = "needs Chromium: install it (Debian: apt-get install chromium), or name it in PIXELGPT_CHROMIUM";
    }
}
