using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs;

public class DataReferenceTests
{
    [Theory]
    [InlineData("20")]
    [InlineData("20x")]
    [InlineData("0x5")]
    [InlineData("-1x5")]
    [InlineData("5x5x5")]
    [InlineData("5000x5")]
    [InlineData("axb")]
    public async Task An_invalid_size_is_refused(string size)
    {
        InputException e = await Assert.ThrowsAsync<InputException>(() => DataReference.Create("creatures", size: size).LoadAsync());
        Assert.Contains($"'{size}'", e.Message);
    }

    [Fact]
    public void A_folder_becomes_a_full_path_and_a_name_is_not_changed()
    {
        using var folder = new TemporaryFolder();
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, folder.Path);
        Assert.Equal(folder.Path, DataReference.Create(relative).Source);
        Assert.Equal("hub:a/b", DataReference.Create("hub:a/b").Source);
    }
}
