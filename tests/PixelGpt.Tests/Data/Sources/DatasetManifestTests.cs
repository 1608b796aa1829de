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
    public async Task Size_and_splits_are_read_and_what_else_there_is_passed_over()
    {
        _folder.Write("dataset.json", """{"width": 3, "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}, "by": "me"}""");
        SpriteDataset data = await LoadAsync();
        Assert.Equal((3, 2, 2, 1, 1), (data.Width, data.Height, data["train"].Count, data["dev"].Count, data["test"].Count));
        Assert.Equal([1, 0, 1, 0, 1, 0], data["test"][0].Pixels.ToArray());
    }

    [Fact]
    public async Task Without_it_a_folder_is_what_it_was() =>
        Assert.Contains("do not make a square", (await Assert.ThrowsAsync<InputException>(LoadAsync)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\n\"width\": 3,\n", "dataset.json:3: this is no JSON")]
    [InlineData("", "dataset.json:1: this is no JSON")]
    [InlineData("[]", "it should be an object")]
    [InlineData("{}", "it should be an object")]
    [InlineData("""{"width": 3, "height": 2, "splits": 7}""", "it should be an object")]
    [InlineData("""{"width": "3", "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}}""", "it should be an object")]
    [InlineData("""{"width": 0, "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}}""", "width is '0'")]
    [InlineData("""{"width": 3, "height": 2.5, "splits": {"train": 2, "dev": 1, "test": 1}}""", "height is '2.5'")]
    [InlineData("""{"width": 3, "height": 2, "splits": {"train": -2, "dev": 1, "test": 1}}""", "train is '-2'")]
    [InlineData("""{"width": 99999999999, "height": 2, "splits": {"train": 2, "dev": 1, "test": 1}}""", "width is '99999999999'")]
    [InlineData("""{"width": 3, "height": 2, "splits": {"train": 2147483647, "dev": 2147483647, "test": 1}}""", "are 4294967295 sprites, but there are 4")]
    [InlineData("""{"width": 3, "height": 2, "splits": {"train": 2, "dev": 1, "test": 2}}""", "are 5 sprites, but there are 4")]
    [InlineData("""{"width": 3, "height": 3, "splits": {"train": 2, "dev": 1, "test": 1}}""", "6 pixels are not the 9")]
    public async Task What_is_wrong_with_it_is_named(string json, string expected)
    {
        _folder.Write("dataset.json", json);
        string message = (await Assert.ThrowsAsync<InputException>(LoadAsync)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task One_beyond_measure_is_not_read()
    {
        _folder.Write("dataset.json", new string(' ', (1 << 20) + 1));
        Assert.Contains("over the limit of 1048576 bytes", (await Assert.ThrowsAsync<InputException>(LoadAsync)).Message, StringComparison.Ordinal);
    }

    private Task<SpriteDataset> LoadAsync() => new TextFolderSource(_folder.Path, new SourceOptions()).LoadAsync();
}
