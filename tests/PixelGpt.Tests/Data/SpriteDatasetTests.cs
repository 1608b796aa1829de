using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Data;

public sealed class SpriteDatasetTests
{
    private static readonly Palette Colors = new([new Rgb(0, 0, 0), new Rgb(1, 1, 1)]);

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void An_index_outside_the_palette_is_an_error(int index)
    {
        var e = Assert.Throws<InputException>(() => Make(Split("train", [0, 1]), Split("dev", [0, 1], [1, index])));
        Assert.Equal($"d: dev sprite 1: index {index} is outside the palette of 2 colours (0–1)", e.Message);
    }

    [Fact]
    public void A_sprite_of_another_size_is_an_error()
    {
        var e = Assert.Throws<InputException>(() => Make(KeyValuePair.Create<string, IReadOnlyList<Sprite>>("train", [new Sprite(1, 2, [0, 1])])));
        Assert.Contains("train sprite 0 is 1×2, but the data set is 2×1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_split_is_an_error_that_lists_the_existing_splits()
    {
        var e = Assert.Throws<InputException>(() => Make(Split("train", [0, 1]), Split("test", [0]))["dev"]);
        Assert.Equal("data set d has no split 'dev'; it has train, test", e.Message);
    }

    [Fact]
    public void The_checksum_depends_only_on_the_content()
    {
        string sum = Make(Split("train", [0, 1]), Split("dev", [1, 1])).Checksum();

        Assert.Equal(64, sum.Length);
        Assert.Equal(sum, Make(Split("dev", [1, 1]), Split("train", [0, 1])).Checksum());
        Assert.Equal(sum, new SpriteDataset("other name", Colors, 2, 1, [Split("train", [0, 1]), Split("dev", [1, 1])]).Checksum());
        string[] others =
        [
            Make(Split("train", [0, 0]), Split("dev", [1, 1])).Checksum(),
            Make(Split("train", [0, 1]), Split("test", [1, 1])).Checksum(),
            Make(Split("train", [0, 1]), Split("dev", [1])).Checksum(),
            Make(Split("train", [0, 1], [1, 1]), Split("dev")).Checksum(),
            new SpriteDataset("d", new Palette([new Rgb(0, 0, 0), new Rgb(1, 1, 2)]), 2, 1, [Split("train", [0, 1]), Split("dev", [1, 1])]).Checksum(),
        ];
        Assert.Equal(6, others.Append(sum).Distinct().Count());
    }

    private static SpriteDataset Make(params KeyValuePair<string, IReadOnlyList<Sprite>>[] splits) => new("d", Colors, 2, 1, splits);

    private static KeyValuePair<string, IReadOnlyList<Sprite>> Split(string name, params int[][] rows) =>
        new(name, [.. rows.Select(r => new Sprite(2, 1, r))]);
}
