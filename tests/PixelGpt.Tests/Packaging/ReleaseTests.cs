using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Packaging;

/// <summary>Tests what must agree when a version is released.</summary>
public sealed partial class ReleaseTests
{
    [Fact]
    public void The_version_is_semantic_and_the_extension_has_it_too()
    {
        string version = ProjectProperties.Value("Version");
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", version);
        Assert.Equal(version, (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "extensions", "aseprite", "package.json")))!["version"]);
    }

    [Fact]
    public void The_changelog_has_the_newest_version_first()
    {
        string[] sections = [.. Section().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "CHANGELOG.md")).ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value)];
        Assert.Equal("Unreleased", sections[0]);
        Version[] released = [.. sections[1..].Select(Version.Parse)];
        Assert.Equal(released.OrderDescending(), released);
        if (released.Length > 0) Assert.True(Version.Parse(ProjectProperties.Value("Version")) >= released[0], "Version in Directory.Build.props is below the newest version of CHANGELOG.md");
    }

    [Fact]
    public async Task The_icon_is_a_built_in_creature()
    {
        SpriteDataset creatures = await DataReference.Create("creatures").LoadAsync();
        Sprite creature = creatures["train"][72];
        PixelImage picture = SpriteImage.Render(creature, creatures.Palette, scale: 6), icon = PngReader.Read(Path.Combine(Checkout.Root, "docs", "images", "icon.png"));
        Assert.Equal((128, 128), (icon.Width, icon.Height));
        for (int y = 0; y < 120; y++)
        {
            for (int x = 0; x < 120; x++)
            {
                if (creature.Pixels[(y / 6 * 20) + (x / 6)] == 0) Assert.Equal(0, icon[x + 4, y + 4].A);
                else Assert.Equal(picture[x, y], icon[x + 4, y + 4]);
            }
        }
    }

    [GeneratedRegex(@"^## \[([^\]]+)\]", RegexOptions.Multiline)]
    private static partial Regex Section();
}
