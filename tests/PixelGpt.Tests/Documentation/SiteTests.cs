using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Tests the contents of the documentation site, which docfx builds from <c>docfx.json</c>.</summary>
public sealed partial class SiteTests
{
    [Fact]
    public void Every_page_of_the_documentation_is_in_the_table_of_contents_once()
    {
        string folder = Path.Combine(Checkout.Root, "docs");
        string[] listed = [.. Reference().Matches(File.ReadAllText(Path.Combine(folder, "toc.yml")).ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value)];
        Assert.All(listed, page => Assert.True(File.Exists(Path.Combine(folder, page)), $"docs/toc.yml: there is no {page}"));
        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(Directory.GetFiles(folder, "*.md").Select(Path.GetFileName).Order(), listed.Where(page => !page.Contains('/', StringComparison.Ordinal)).Order());
    }

    [GeneratedRegex("^ *href: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
