using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Tests that links between the pages of the documentation, and to files of the repository, lead somewhere.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages => [.. DocumentationPages.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_sections(string page)
    {
        string path = Path.Combine(Checkout.Root, page), text = File.ReadAllText(path).ReplaceLineEndings("\n");
        foreach (Match link in Link().Matches(text))
        {
            string file = link.Groups[1].Value, section = link.Groups[2].Value;
            string target = file.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, file);
            Assert.True(Path.Exists(target), $"{page}: there is no {file}");
            if (section.Length > 0) Assert.Contains(section, Heading().Matches(File.ReadAllText(target).ReplaceLineEndings("\n")).Select(h => Anchor(h.Groups[1].Value)));
        }
    }

    /// <summary>Returns the anchor of a heading as GitHub creates it.</summary>
    private static string Anchor(string heading) => NoLetter().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>Matches links to other pages, but not addresses with a scheme.</summary>
    [GeneratedRegex(@"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetter();
}
