using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

public sealed class SpriteSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolve_finds_a_folder_pokemon_and_a_hub_data_set()
    {
        Assert.IsType<TextFolderSource>(Resolve(_folder.Path));
        Assert.IsType<HubSource>(Resolve("pokemon"));
        Assert.IsType<HubSource>(Resolve("hub:owner/sprites", "hub:owner/colors"));
    }

    [Theory]
    [InlineData("creatures")]
    [InlineData("creatures:7")]
    [InlineData("creatures:16")]
    [InlineData("creatures:16-32")]
    [InlineData("creatures:24:7")]
    [InlineData("creatures:20:16")]
    public void Resolve_finds_creatures_of_a_size_and_a_seed(string name) => Assert.IsType<CreaturesSource>(Resolve(name));

    [Theory]
    [InlineData("creatures:")]
    [InlineData("creatures:x")]
    [InlineData("creatures:-1")]
    [InlineData("creatures:32-16")]
    [InlineData("creatures:24:")]
    [InlineData("creatures:24:x")]
    [InlineData("creatures:24:7:1")]
    public void An_invalid_size_or_seed_of_creatures_is_an_error(string name)
    {
        var e = Assert.Throws<InputException>(() => Resolve(name));
        Assert.Contains("a size (16, 24, 32, 16-32), a seed, or SIZE:SEED is expected", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_size_with_a_seed_is_an_error_that_lists_the_sizes() =>
        Assert.Equal("the size of creatures must be 16, 24, 32 or 16-32 (got '18')", Assert.Throws<InputException>(() => Resolve("creatures:18:7")).Message);

    [Theory]
    [InlineData("pokmon", "did you mean pokemon?")]
    [InlineData("Pokemon", "did you mean pokemon?")]
    [InlineData("creature", "did you mean creatures?")]
    [InlineData("owner/sprites", "did you mean hub:owner/sprites?")]
    [InlineData("hf:owner/sprites", "did you mean hub:owner/sprites?")]
    [InlineData("https://huggingface.co/datasets/owner/sprites/", "did you mean hub:owner/sprites?")]
    [InlineData("./no/such/folder", "is not an existing folder, creatures, pokemon or hub:OWNER/DATASET")]
    [InlineData("", "is not an existing folder, creatures, pokemon or hub:OWNER/DATASET")]
    public void A_misspelt_name_gets_a_suggestion(string name, string expected)
    {
        var e = Assert.Throws<InputException>(() => Resolve(name));
        Assert.EndsWith(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hub:sprites")]
    [InlineData("hub:owner/a/b")]
    [InlineData("hub:owner/..")]
    [InlineData("hub:../sprites")]
    [InlineData("hub:owner/a--b")]
    [InlineData("hub:owner/sprites\n")]
    [InlineData("hub:owner/sprîtes")]
    public void An_invalid_hub_name_is_an_error_that_states_the_form(string name)
    {
        var e = Assert.Throws<InputException>(() => Resolve(name, "hub:owner/colors"));
        Assert.Contains("write hub:OWNER/DATASET", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_folder_does_not_support_colormap()
    {
        var e = Assert.Throws<InputException>(() => Resolve(_folder.Path, "hub:owner/colors"));
        Assert.Contains("--colormap is only for hub:OWNER/DATASET", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_an_error_that_asks_for_its_folder()
    {
        var e = Assert.Throws<InputException>(() => Resolve(_folder.Write("pixel_color.txt", "0")));
        Assert.Contains("is a file; give the folder", e.Message, StringComparison.Ordinal);
    }

    private ISpriteSource Resolve(string name, string? colormap = null) =>
        SpriteSources.Resolve(name, new SourceOptions { Colormap = colormap }, new HubOptions { Home = _folder.Path });
}
