using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>Tests that the page has no horizontal overflow and that axe finds no violation of WCAG 2.2 AA, for three widths and both colour schemes.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class AccessibilityTests(StudioBrowserFixture studio)
{
    public static TheoryData<string, int, bool> Variants
    {
        get
        {
            var variants = new TheoryData<string, int, bool>();
            foreach (string tab in (string[])["paint", "watch", "gallery"])
            {
                foreach (int width in (int[])[390, 1366, 1440])
                {
                    variants.Add(tab, width, false);
                    variants.Add(tab, width, true);
                }
            }

            return variants;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Variants))]
    public async Task The_page_fits_and_is_accessible(string tab, int width, bool isDark)
    {
        await using IBrowserContext context = await studio.NewContextAsync(width, isDark: isDark);
        StudioPage page = await studio.OpenAsync(context, tab);
        if (tab == "paint") await page.FinishAsync();
        else await page.Page.WaitForFunctionAsync("tab => document.querySelector('#panel-' + tab).textContent.includes('tiny')", tab);
        Assert.InRange(await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"), -1000, 0);
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }
}
