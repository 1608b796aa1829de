using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Finds and starts the Chromium that is installed on the machine; nothing is downloaded.</summary>
internal static class Chromium
{
    /// <summary>Gets the path of the browser: the value of <c>PIXELGPT_CHROMIUM</c>, or the first known browser name on the path; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("PIXELGPT_CHROMIUM") ?? Find();

    /// <summary>Why a test is skipped if there is no browser.</summary>
    public const string SkipReason = "needs Chromium: install it (Debian: apt-get install chromium) or set PIXELGPT_CHROMIUM to its path";

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox"] });

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], System.IO.Path.Combine)
        .FirstOrDefault(File.Exists);
}

/// <summary>A fact that needs a browser; it is skipped if none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null) Skip = Chromium.SkipReason;
    }
}

/// <summary>A theory that needs a browser; it is skipped if none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Path is null) Skip = Chromium.SkipReason;
    }
}
