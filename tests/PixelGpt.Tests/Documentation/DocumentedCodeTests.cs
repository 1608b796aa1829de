using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Tests that all C# code in the documentation is compiled and run: the programs of <see cref="DocumentedProgramTests"/>, and that of other pages in <see cref="LibraryExampleTests"/>.</summary>
public partial class DocumentedCodeTests
{
    private static readonly string[] PagesOfPrograms = ["library.md"];

    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(Path.Combine(Checkout.Root, "docs"), "*.md").Where(p => !PagesOfPrograms.Contains(Path.GetFileName(p))).Select(p => Path.GetRelativePath(Checkout.Root, p))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_on_pages_is_compiled_and_run(string page)
    {
        string examples = Unindented(File.ReadAllText(Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Documentation", "LibraryExampleTests.cs")));
        foreach (Match block in CodeBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, page)).ReplaceLineEndings("\n")))
            Assert.Contains(Unindented(block.Groups[1].Value), examples, StringComparison.Ordinal);
    }

    private static string Unindented(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
