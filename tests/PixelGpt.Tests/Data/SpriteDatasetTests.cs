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

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void A_sprite_with_one_other_side_is_an_error(int width, int height)
    {
        var e = Assert.Throws<InputException>(() => Make(KeyValuePair.Create<string, IReadOnlyList<Sprite>>("train", [new Sprite(2, 1, [0]), new Sprite(width, height, [0])])));
        Assert.Equal($"d: train sprite 1 is {width}×{height}, but the data set is 2×1", e.Message);
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

    /// <summary>Compares with checksums computed by Python's hashlib: runs and checkpoints store them, so they must not change.</summary>
    [Fact]
    public void The_checksum_is_that_of_earlier_versions()
    {
        Assert.Equal("a995482478f97db7fe548e5f5d6cd537bec3abe94b8830a8f8fdcc2e081b9bef", Make(Split("train", [0, 1]), Split("dev", [1, 1])).Checksum());
        Assert.Equal("c0d8bd8c261579cbc48eb0d1143ed777ef8ffbee604b1bbde6ae784ef85e5c6e", Mixed((8, 12), (16, 9)).Checksum());
    }

    [Fact]
    public void Other_notes_do_not_change_the_content()
    {
        foreach (SpriteDataset data in (SpriteDataset[])[Make(Split("train", [0, 1])), Mixed((8, 12), (16, 9)), new("d", Colors, 2, 3, [])])
        {
            SpriteDataset other = data.WithNotes(["dropped 1 picture"]);
            Assert.Empty(data.Notes);
            Assert.Equal(["dropped 1 picture"], other.Notes);
            Assert.Equal(data.Checksum(), other.Checksum());
            Assert.Equal((data.Name, data.Palette, data.SizeText(), data.Area), (other.Name, other.Palette, other.SizeText(), other.Area));
        }
    }

    [Fact]
    public void The_size_of_a_data_set_is_given_as_text()
    {
        Assert.Equal("2×1", Make(Split("train", [0, 1])).SizeText());
        Assert.Equal("8×9 to 16×12", Mixed((8, 12), (16, 9)).SizeText());
    }

    [Fact]
    public void A_data_set_of_one_size_may_be_empty()
    {
        SpriteDataset data = new("d", Colors, 4, 3, [Split("train")]);
        Assert.Equal((4, 3, 12, false), (data.Width, data.Height, data.Area, data.HasMixedSizes));
        Assert.Empty(data["train"]);
    }

    [Fact]
    public void Sprites_of_one_size_are_a_data_set_of_that_size()
    {
        SpriteDataset data = new("d", Colors, [Split("train", [0, 1]), Split("dev", [1, 1])]);
        Assert.Equal((2, 1, 2, false), (data.Width, data.Height, data.Area, data.HasMixedSizes));
        Assert.Equal(Make(Split("train", [0, 1]), Split("dev", [1, 1])).Checksum(), data.Checksum());
        data.CheckOneSize("a judge");
    }

    [Fact]
    public void A_data_set_of_mixed_sizes_has_the_greatest_sides_and_is_rejected_where_one_size_is_needed()
    {
        SpriteDataset data = Mixed((8, 12), (16, 9));
        Assert.Equal((16, 12, 144, true), (data.Width, data.Height, data.Area, data.HasMixedSizes));
        var e = Assert.Throws<InputException>(() => data.CheckOneSize("a judge"));
        Assert.Equal("d: a judge needs sprites of one size, but the sprites of this data set have mixed sizes, 8×9 to 16×12; use a data set of one size", e.Message);
    }

    [Fact]
    public void The_checksum_of_mixed_sizes_depends_on_the_sizes()
    {
        string[] sums = [Mixed((8, 12), (16, 9)).Checksum(), Mixed((12, 8), (16, 9)).Checksum(), Mixed((8, 12), (9, 16)).Checksum()];
        Assert.Equal(3, sums.Distinct().Count());
        Assert.Equal(sums[0], Mixed((8, 12), (16, 9)).Checksum());
    }

    [Theory]
    [InlineData(7, 12)]
    [InlineData(8, 65)]
    public void Sides_of_mixed_sizes_must_be_8_to_64(int width, int height)
    {
        var e = Assert.Throws<InputException>(() => Mixed((8, 8), (width, height)));
        Assert.Equal($"d: train sprite 1 is {width}×{height}; in a data set of mixed sizes each side must be 8 to 64 pixels", e.Message);
    }

    [Fact]
    public void Sides_of_8_and_64_are_accepted_in_mixed_sizes() => Assert.Equal("8×8 to 64×64", Mixed((8, 8), (64, 64)).SizeText());

    [Fact]
    public void A_data_set_without_sprites_has_no_size() =>
        Assert.Contains("has no sprites", Assert.Throws<InputException>(() => new SpriteDataset("d", Colors, [Split("train")])).Message, StringComparison.Ordinal);

    private static SpriteDataset Mixed(params (int Width, int Height)[] sizes) => new(
        "d", Colors, [KeyValuePair.Create<string, IReadOnlyList<Sprite>>("train", [.. sizes.Select(s => new Sprite(s.Width, s.Height, new int[s.Width * s.Height]))])]);

    private static SpriteDataset Make(params KeyValuePair<string, IReadOnlyList<Sprite>>[] splits) => new("d", Colors, 2, 1, splits);

    private static KeyValuePair<string, IReadOnlyList<Sprite>> Split(string name, params int[][] rows) =>
        new(name, [.. rows.Select(r => new Sprite(2, 1, r))]);
}
