using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>The page at every size and in both colour schemes: nothing overflows, and axe finds nothing against WCAG 2.2 AA.</summary>
[Collection(BrowserTests.Name)]
public sealed class LookTests(StudioPages studio)
{
    public static TheoryData<string, int, bool> Looks
    {
        get
        {
            var looks = new TheoryData<string, int, bool>();
            foreach (string tab in (string[])["paint", "watch", "gallery"])
            {
                foreach (int width in (int[])[390, 1440]) looks.Add(tab, width, width == 390);
                looks.Add(tab, 1440, true);
                looks.Add(tab, 390, false);
            }

            return looks;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task Everyone_can_use_it(string tab, int width, bool isDark)
    {
        await using IBrowserContext visitor = await studio.VisitorAsync(width, isDark: isDark);
        StudioPage page = await studio.OpenAsync(visitor, tab);
        if (tab == "paint") await page.FinishAsync();
        else await page.Page.WaitForFunctionAsync("tab => document.querySelector('#panel-' + tab).textContent.includes('tiny')", tab);
        Assert.InRange(await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"), -1000, 0);
        AxeResult result = await page.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.Empty(page.Errors);
    }
}
