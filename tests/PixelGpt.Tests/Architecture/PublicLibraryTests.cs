using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PixelGpt.Data;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Architecture;

/// <summary>Tests that the programs of docs/extending.md see only what every program sees.</summary>
public partial class PublicLibraryTests
{
    [Fact]
    public void Own_ideas_see_the_public_library_only()
    {
        IEnumerable<string> friends = typeof(Palette).Assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), inherit: false).Select(a => ((InternalsVisibleToAttribute)a).AssemblyName);
        Assert.DoesNotContain("PixelGpt.Extensions", friends);

        string project = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "PixelGpt.Extensions", "PixelGpt.Extensions.csproj"));
        Assert.Equal(["../../src/PixelGpt/PixelGpt.csproj"], Reference().Matches(project).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void Each_own_idea_is_one_file()
    {
        string folder = Path.Combine(Checkout.Root, "tests", "PixelGpt.Extensions");
        string[] ideas = [.. Directory.EnumerateFiles(folder, "*.cs").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["OwnAugmentation", "OwnCallback", "OwnFamily", "OwnLoss", "OwnSampler", "OwnSource"], ideas);
        foreach (string idea in ideas)
        {
            string text = File.ReadAllText(Path.Combine(folder, idea + ".cs"));
            Assert.All(ideas.Where(other => other != idea), other => Assert.DoesNotContain(other, text, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("<ProjectReference Include=\"([^\"]*)\"")]
    private static partial Regex Reference();
}
