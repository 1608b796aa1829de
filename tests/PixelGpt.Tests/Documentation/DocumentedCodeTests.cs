using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Tests that all C# code in the documentation is part of <see cref="LibraryExampleTests"/>, which is compiled and run.</summary>
public partial class DocumentedCodeTests
{
    public static TheoryData<string> Pages => [.. DocumentationPages.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_on_pages_is_compiled_and_run(string page)
    {
        string examples = Unindented(File.ReadAllText(Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Documentation", "LibraryExampleTests.cs")));
        foreach (Match block in CodeBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, page)).ReplaceLineEndings("\n")))
            Assert.Contains(Unindented(block.Groups[1].Value), examples, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/library.md")]
    [InlineData("src/PixelGpt/README.md")]
    public void These_pages_have_code(string page) => Assert.Matches(CodeBlock(), File.ReadAllText(Path.Combine(Checkout.Root, page)).ReplaceLineEndings("\n"));

    private static string Unindented(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
