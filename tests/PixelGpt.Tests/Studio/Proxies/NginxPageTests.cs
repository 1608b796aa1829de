using Microsoft.Playwright;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Studio.Browser;

namespace PixelGpt.Tests.Studio.Proxies;

/// <summary>The page in a browser that reaches the studio through nginx, with HTTP/2 and a path prefix.</summary>
public sealed class NginxPageTests
{
    [NginxBrowserFact]
    public async Task A_picture_is_finished()
    {
        await using ProxiedStudio studio = await ProxiedStudio.StartAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright, $"--host-resolver-rules=MAP {studio.Address.Authority} 127.0.0.1:{studio.Port}");
        await using IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true, ReducedMotion = ReducedMotion.Reduce });
        var page = new StudioPage(await context.NewPageAsync());
        await page.Page.GotoAsync(studio.Address.ToString());
        await page.Page.WaitForFunctionAsync("() => window.studio?.model() != null");
        await page.FinishAsync();
        int candidate = await page.TakeAsync();
        Assert.Equal((await page.CandidatesAsync())[candidate], await page.PixelsAsync());
        Assert.Empty(page.Errors);
    }

    /// <summary>A fact that needs nginx and a browser.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NginxBrowserFactAttribute : FactAttribute
    {
        public NginxBrowserFactAttribute()
        {
            Skip = ExternalProgram.SkipReason("nginx", "nginx") ?? Chromium.SkipReason;
        }
    }
}
