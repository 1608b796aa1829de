using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

public sealed class DatasetManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DatasetManifestTests()
    {
        _folder.Write("pixel_color.txt", "0 1 0 1 0 1\n1 1 1 0 0 0\n0 0 0 1 1 1\n1 0 1 0 1 0\n");
        _folder.Write("colormap.txt", "255 255 255\n0 0 0\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Size_and_splits_are_read_and_other_properties_are_ignored()
    {
        _folder.Write("dataset.json", """{"width": 3, "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}, "by": "me"}""");
        SpriteDataset data = await LoadAsync();
        Assert.Equal((3, 2, 2, 1, 1), (data.Width, data.Height, data["train"].Count, data["dev"].Count, data["test"].Count));
        Assert.Equal([1, 0, 1, 0, 1, 0], data["test"][0].Pixels.ToArray());
    }

    [Fact]
    public async Task A_manifest_of_mixed_sizes_has_the_splits_and_no_size()
    {
        _folder.Write("pixel_color.txt", string.Join('\n', Enumerable.Range(8, 4).Select(width => string.Join(' ', Enumerable.Repeat(1, width * 8)))));
        _folder.Write("sizes.txt", "8 8\n9 8\n10 8\n11 8\n");
        _folder.Write("dataset.json", """{"mixed_sizes": true, "splits": {"train": 2, "dev": 1, "test": 1}}""");
        SpriteDataset data = await LoadAsync();
        Assert.Equal((true, 11, 2, 1, 1), (data.HasMixedSizes, data["test"][0].Width, data["train"].Count, data["dev"].Count, data["test"].Count));
    }

    [Fact]
    public async Task Without_a_manifest_sprites_must_be_square() =>
        Assert.Contains("are not a square", (await Assert.ThrowsAsync<InputException>(LoadAsync)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\n\"width\": 3,\n", "dataset.json:3: invalid JSON")]
    [InlineData("", "dataset.json:1: invalid JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("{}", "expected an object")]
    [InlineData("""{"width": 3, "height": 2, "splits": 7}""", "expected an object")]
    [InlineData("""{"width": "3", "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}}""", "expected an object")]
    [InlineData("""{"width": 0, "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}}""", "width must be an integer of at least 1 (got '0')")]
    [InlineData("""{"width": 3, "height": 2.5, "splits": {"train": 2, "dev": 1, "test": 1}}""", "height must be an integer of at least 1 (got '2.5')")]
    [InlineData("""{"width": 3, "height": 2, "splits": {"train": -2, "dev": 1, "test": 1}}""", "train must be an integer of at least 0 (got '-2')")]
    [InlineData("""{"width": 99999999999, "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}}""", "width must be an integer of at least 1 (got '99999999999')")]
    [InlineData("""{"width": 3, "height": 2, "splits": {"train": 2147483647, "dev": 2147483647, "test": 1}}""", "have a sum of 4294967295 sprites, but there are 4")]
    [InlineData("""{"width": 3, "height": 2, "splits": {"train": 2, "dev": 1, "test": 2}}""", "have a sum of 5 sprites, but there are 4")]
    [InlineData("""{"width": 3, "height": 3, "splits": {"train": 2, "dev": 1, "test": 1}}""", "expected 9 pixels for the size 3x3 (got 6)")]
    public async Task Errors_in_the_manifest_are_reported(string json, string expected)
    {
        _folder.Write("dataset.json", json);
        string message = (await Assert.ThrowsAsync<InputException>(LoadAsync)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task A_manifest_over_the_size_limit_is_rejected()
    {
        _folder.Write("dataset.json", new string(' ', (1 << 20) + 1));
        Assert.Contains("exceeds the limit of 1048576 bytes", (await Assert.ThrowsAsync<InputException>(LoadAsync)).Message, StringComparison.Ordinal);
    }

    private Task<SpriteDataset> LoadAsync() => new TextFolderSource(_folder.Path, new SourceOptions()).LoadAsync();
}
