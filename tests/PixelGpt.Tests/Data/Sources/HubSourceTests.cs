using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

public sealed class HubSourceTests : HubFixture
{
    [Fact]
    public async Task Train_and_dev_are_complete_and_test_is_partial()
    {
        SpriteDataset data = await LoadAsync();

        Assert.Equal("hub:owner/sprites", data.Name);
        Assert.Equal((4, 4), (data.Width, data.Height));
        Assert.Equal([new Rgb(255, 255, 255), new Rgb(0, 0, 0), new Rgb(255, 0, 0)], data.Palette.Colors.ToArray());
        Assert.Equal(Rows(250, 16), data["train"].Select(s => s.Pixels.ToArray()));
        Assert.Equal(Rows(3, 16), data["dev"].Select(s => s.Pixels.ToArray()));
        Assert.Equal(Rows(2, 8), data["test"].Select(s => s.Pixels.ToArray()));
        Assert.All(data["test"], s => Assert.False(s.IsComplete));
    }

    [Fact]
    public async Task Rows_are_requested_once_in_pages_of_100()
    {
        await LoadAsync();

        Assert.Equal(
            ["/splits", "/rows 0", "/splits", "/rows 0", "/rows 100", "/rows 200", "/rows 0", "/rows 0"],
            Server.Requests.Select(r => r.Path + (r["offset"] is { } offset ? $" {offset}" : "")));
    }

    [SharedFact]
    public async Task The_pokemon_data_set_equals_its_text_version()
    {
        SpriteDataset text = await new TextFolderSource(SharedData.PathOf("pokemon"), new SourceOptions()).LoadAsync();
        int[][] PixelsOf(string split, int known) => [.. text[split].Select(s => s.Pixels[..known].ToArray())];
        Server.Add("lca0503/ml2025-hw4-colormap", "color", ("train", [.. text.Palette.Colors.Select(c => (int[])[c.R, c.G, c.B])]));
        Server.Add(
            "lca0503/ml2025-hw4-pokemon", "pixel_color", ("train", PixelsOf("train", 400)), ("dev", PixelsOf("dev", 400)), ("test", PixelsOf("test", 240)));

        SpriteDataset hub = await SpriteSources.Resolve("pokemon", new SourceOptions(), Hub()).LoadAsync();

        Assert.Equal("pokemon", hub.Name);
        Assert.Equal((632, 80, 80, 167), (hub["train"].Count, hub["dev"].Count, hub["test"].Count, hub.Palette.Count));
        Assert.Equal(PixelsOf("train", 400), hub["train"].Select(s => s.Pixels.ToArray()));
        Assert.Equal(PixelsOf("test", 240), hub["test"].Select(s => s.Pixels.ToArray()));
    }

    [Fact]
    public async Task The_split_validation_is_loaded_as_dev()
    {
        Server.Add(Sprites, "pixel_color", ("train", Rows(2, 16)), ("validation", Rows(3, 16)), ("test", Rows(1, 16)));

        Assert.Equal(3, (await LoadAsync())["dev"].Count);
    }

    [Fact]
    public async Task A_data_set_with_only_train_is_divided()
    {
        Server.Add(Sprites, "pixel_color", ("train", Rows(10, 16)));

        SpriteDataset data = await LoadAsync();

        Assert.Equal((8, 1, 1), (data["train"].Count, data["dev"].Count, data["test"].Count));
    }

    [Theory]
    [InlineData("test", null, "8,1,1", "the data set has the splits train and test; its 9 train rows are divided into 8 train and 1 dev sprites (see --splits)")]
    [InlineData("validation", null, "8,1,1", "the data set has the splits train and validation; its 9 train rows are divided into 8 train and 1 test sprites (see --splits)")]
    [InlineData("test", "5,4,1", "5,4,1", "divided into 5 train and 4 dev sprites")]
    [InlineData("dev", "0.5,0.25,0.25", "6,1,3", "divided into 6 train and 3 test sprites")]
    [InlineData("test", "0.9,0,0.1", "9,0,1", "divided into 9 train and 0 dev sprites")]
    public async Task A_missing_split_is_taken_from_the_end_of_train(string other, string? plan, string expected, string note)
    {
        Server.Add(Sprites, "pixel_color", ("train", Rows(9, 16)), (other, Rows(1, 16)));

        SpriteDataset data = await LoadAsync(new SourceOptions { Colormap = $"hub:{Colors}", Splits = plan is null ? null : SplitPlan.Parse(plan) });

        Assert.Equal(expected, $"{data["train"].Count},{data["dev"].Count},{data["test"].Count}");
        Assert.Contains(note, Assert.Single(data.Notes), StringComparison.Ordinal);
        string[] taken = other == "test" ? ["train", "dev"] : ["train", "test"];
        Assert.Equal(Rows(9, 16), taken.SelectMany(split => data[split]).Select(s => s.Pixels.ToArray()));
    }

    [Fact]
    public async Task Counts_must_fit_the_splits_that_exist()
    {
        Server.Add(Sprites, "pixel_color", ("train", Rows(9, 16)), ("test", Rows(1, 16)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync(new SourceOptions { Colormap = $"hub:{Colors}", Splits = SplitPlan.Parse("6,2,2") }));
        Assert.Contains("splits 6,2,2 do not fit a data set with 9 train and 1 test sprites, whose test split does not change", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Splits_have_no_effect_on_a_data_set_with_all_of_them_which_is_said()
    {
        SpriteDataset data = await LoadAsync(new SourceOptions { Colormap = $"hub:{Colors}", Splits = SplitPlan.Parse("0.5,0.25,0.25") });

        Assert.Equal(250, data["train"].Count);
        Assert.Equal(["--splits has no effect, because the data set has its own splits train, dev and test"], data.Notes);
        Assert.Empty((await LoadAsync()).Notes);
    }

    [Fact]
    public async Task The_configuration_and_the_column_can_be_chosen()
    {
        Server.Add(Sprites, "pixels", "small", ("train", Rows(10, 16)));
        Server.AddConfig(Sprites, "pixel_color", "large", ("train", Rows(10, 64)));
        Task<SpriteDataset> Load(string? config, string? column = null) => LoadAsync(new SourceOptions { Colormap = $"hub:{Colors}", Config = config, Column = column });

        Assert.Equal(8, (await Load("large")).Width);
        Assert.Equal(4, (await Load("small", "pixels")).Width);
        Assert.Contains("has the configurations small, large but none named default; choose one with --config-name", (await Assert.ThrowsAsync<InputException>(() => Load(null))).Message, StringComparison.Ordinal);
        Assert.Contains("there is no configuration 'huge'; the configurations are small, large", (await Assert.ThrowsAsync<InputException>(() => Load("huge"))).Message, StringComparison.Ordinal);
        Assert.Contains("there is no column 'pixel_color'; the columns are pixels; choose one with --column", (await Assert.ThrowsAsync<InputException>(() => Load("small"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_palette_may_be_a_configuration_of_the_data_set_or_a_file()
    {
        string file = Home.Write("colors.txt", "9 9 9\n8 8 8\n7 7 7\n");
        Assert.Equal(new Rgb(8, 8, 8), (await LoadAsync(new SourceOptions { Colormap = file })).Palette[1]);
        Assert.Contains("no configuration 'colormap'; give --colormap", (await Assert.ThrowsAsync<InputException>(() => LoadAsync(new SourceOptions()))).Message, StringComparison.Ordinal);

        Server.AddConfig(Sprites, "color", "colormap", ("train", [[1, 1, 1], [2, 2, 2], [3, 3, 3]]));
        Directory.Delete(Path.Combine(Home.Path, "pixelgpt"), recursive: true);
        Assert.Equal(new Rgb(2, 2, 2), (await LoadAsync(new SourceOptions())).Palette[1]);
    }

    [Fact]
    public async Task A_missing_split_is_an_error_that_lists_the_existing_ones()
    {
        Server.Add(Sprites, "pixel_color", ("train", Rows(2, 16)), ("holdout", Rows(3, 16)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains("hub:owner/sprites", e.Message, StringComparison.Ordinal);
        Assert.Contains("train, holdout", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_configuration_may_have_any_name()
    {
        Server.Add(Colors, "color", "maps", ("all colours/../x", [[1, 2, 3], [4, 5, 6], [7, 8, 9]]));

        Assert.Equal(new Rgb(4, 5, 6), (await LoadAsync()).Palette[1]);
        Assert.StartsWith(Home.Path, Cached("rows+maps+all*.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_size_of_sprites_that_are_not_square_is_an_option()
    {
        var source = new HubSource($"hub:{Sprites}", new SourceOptions { Colormap = $"hub:{Colors}", Size = (8, 2) }, Hub());
        SpriteDataset data = await source.LoadAsync();

        Assert.Equal((8, 2), (data.Width, data.Height));
    }

    [Fact]
    public async Task Progress_is_reported_until_all_rows_are_loaded()
    {
        var reports = new List<SourceProgress>();
        await LoadAsync(progress: new CallbackProgress(reports.Add));

        Assert.Contains(new SourceProgress("hub:owner/sprites, split train", 100, 250), reports);
        Assert.Equal(new SourceProgress("hub:owner/sprites, split test", 2, 2), reports[^1]);
    }

    [Theory]
    [InlineData("train", 249, 15)]
    [InlineData("dev", 2, 17)]
    [InlineData("dev", 1, 8)]
    [InlineData("test", 1, 17)]
    [InlineData("test", 0, 0)]
    public async Task A_row_of_another_length_is_an_error(string split, int row, int pixels)
    {
        int[][] With(string name, int count, int length)
        {
            int[][] rows = Rows(count, length);
            if (name == split) rows[row] = Rows(1, pixels)[0];
            return rows;
        }

        Server.Add(Sprites, "pixel_color", ("train", With("train", 250, 16)), ("dev", With("dev", 3, 16)), ("test", With("test", 2, 8)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains($"hub:owner/sprites, split {split}, row {row}: expected 16 pixels for a sprite of 4×4 (got {pixels})", e.Message, StringComparison.Ordinal);
        Assert.Contains(Home.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_outside_the_palette_is_an_error()
    {
        int[][] rows = Rows(3, 16);
        rows[1][5] = 3;
        Server.Add(Sprites, "pixel_color", ("train", Rows(250, 16)), ("dev", rows), ("test", Rows(2, 8)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains("hub:owner/sprites: dev sprite 1: index 3 is outside the palette of 3 colours", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, "hub:owner/colors, split train, row 1: expected three numbers 0–255 (got 256)")]
    [InlineData(-1, "hub:owner/colors, split train, row 1: expected three numbers 0–255 (got -1)")]
    public async Task A_colour_channel_outside_its_range_is_an_error(int channel, string expected)
    {
        Server.Add(Colors, "color", ("train", [[0, 0, 0], [0, channel, 0]]));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sprites_that_are_not_square_need_a_size()
    {
        Server.Add(Sprites, "pixel_color", ("train", Rows(3, 15)), ("dev", Rows(3, 15)), ("test", Rows(2, 15)));

        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync());
        Assert.Contains("--size WxH", e.Message, StringComparison.Ordinal);
    }

    private Task<SpriteDataset> LoadAsync(SourceOptions options) => new HubSource($"hub:{Sprites}", options, Hub()).LoadAsync();
}
