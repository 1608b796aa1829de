using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Tests that all C# code in the documentation is compiled and run: the programs of <see cref="DocumentedProgramTests"/>, the project PixelGpt.Extensions, and that of other pages in <see cref="LibraryExampleTests"/>.</summary>
public partial class DocumentedCodeTests
{
    private static readonly string[] PagesOfPrograms = ["README.md", Path.Combine("docs", "library.md")];

    public static TheoryData<string> Pages => [.. DocumentationPages.All.Except(PagesOfPrograms)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_on_pages_is_compiled_and_run(string page)
    {
        string tests = Path.Combine(Checkout.Root, "tests");
        IEnumerable<string> files = Directory.EnumerateFiles(Path.Combine(tests, "PixelGpt.Extensions"), "*.cs").Concat(Directory.EnumerateFiles(Path.Combine(tests, "PixelGpt.Extensions", "Tests"), "*.cs"));
        string examples = string.Join('\n', files.Append(Path.Combine(tests, "PixelGpt.Tests", "Documentation", "LibraryExampleTests.cs")).Select(f => Unindented(File.ReadAllText(f))));
        foreach (Match block in CodeBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, page)).ReplaceLineEndings("\n")))
            Assert.Contains(Unindented(block.Groups[1].Value), examples, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/extending.md")]
    [InlineData("src/PixelGpt/README.md")]
    public void These_pages_have_code(string page) => Assert.Matches(CodeBlock(), File.ReadAllText(Path.Combine(Checkout.Root, page)).ReplaceLineEndings("\n"));

    [Fact]
    public void The_page_on_own_ideas_has_every_example_file()
    {
        string page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "extending.md")).ReplaceLineEndings("\n");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "PixelGpt.Extensions"), "*.cs"))
            Assert.Contains($"```csharp\n{File.ReadAllText(file).ReplaceLineEndings("\n")}```\n", page, StringComparison.Ordinal);
    }

    private static string Unindented(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
