using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Numerics;
using PixelGpt.Parquet;
using PixelGpt.Pictures;
using PixelGpt.Tests.Data.Sources;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Parquet;

public sealed class ParquetSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> ArrowFiles => ["snappy", "zstd", "gzip", "plain", "brotli", "lz4"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ArrowFiles))]
    public async Task Files_of_Arrow_are_read_whatever_their_compression(string name)
    {
        string path = Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Parquet", "Files", $"arrow-{name}.parquet");
        string colormap = Colormap();

        SpriteDataset list = await LoadAsync(path, new SourceOptions { Colormap = colormap });
        Assert.Equal((4, 4), (list.Width, list.Height));
        Assert.Equal(HubFixture.Rows(6, 16), list.Splits.SelectMany(s => s.Value).Select(s => s.Pixels.ToArray()));
        Assert.Contains("only the split train; its 6 rows are divided into", Assert.Single(list.Notes), StringComparison.Ordinal);

        SpriteDataset grid = await LoadAsync(path, new SourceOptions { Colormap = colormap, Column = "grid", Splits = SplitPlan.Parse("4,1,1") });
        Assert.Equal((8, 2, 4), (grid.Width, grid.Height, grid["train"].Count));
        Assert.Equal(HubFixture.Rows(6, 16), grid.Splits.SelectMany(s => s.Value).Select(s => s.Pixels.ToArray()));
    }

    [Fact]
    public async Task The_splits_and_configurations_of_a_cloned_data_set_are_found()
    {
        Write("data/train-00000-of-00002.parquet", ParquetMaker.Lists("pixels", HubFixture.Rows(5, 16)));
        Write("data/train-00001-of-00002.parquet", ParquetMaker.Lists("pixels", HubFixture.Rows(2, 16)));
        Write("data/validation-00000-of-00001.parquet", ParquetMaker.Lists("pixels", HubFixture.Rows(3, 16)));
        Write("data/test-00000-of-00001.parquet", ParquetMaker.Lists("pixels", HubFixture.Rows(1, 8)));
        Write("big/train/0000.parquet", ParquetMaker.Lists("pixels", HubFixture.Rows(10, 64)));
        Write("data/._train-00000-of-00002.parquet", [0, 5, 22, 7]);
        _folder.Write("colormap.txt", "255 255 255\n0 0 0\n255 0 0\n");

        SpriteDataset data = await LoadAsync(_folder.Path, new SourceOptions());
        Assert.Equal((7, 3, 1), (data["train"].Count, data["dev"].Count, data["test"].Count));
        Assert.Equal([.. HubFixture.Rows(5, 16), .. HubFixture.Rows(2, 16)], data["train"].Select(s => s.Pixels.ToArray()));
        Assert.False(data["test"][0].IsComplete);
        Assert.Equal(new Rgb(255, 0, 0), data.Palette[2]);
        Assert.Empty(data.Notes);

        Assert.Equal(8, (await LoadAsync(_folder.Path, new SourceOptions { Config = "big" })).Width);
        Assert.Equal(data.Palette.Colors.ToArray(), (await LoadAsync(_folder["data/validation-00000-of-00001.parquet"], new SourceOptions())).Palette.Colors.ToArray());
        Assert.Contains("there is no configuration 'small'; the configurations are big, default", await RefusedAsync(_folder.Path, new SourceOptions { Config = "small" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_file_as_in_the_cache_of_the_hub_is_followed()
    {
        string blob = Write("blobs/0123", ParquetMaker.Lists("pixel_color", HubFixture.Rows(10, 16)));
        Directory.CreateDirectory(_folder["snapshot"]);
        File.CreateSymbolicLink(Path.Combine(_folder["snapshot"], "train-00000-of-00001.parquet"), blob);
        Assert.Equal(8, (await LoadAsync(_folder["snapshot"], new SourceOptions { Colormap = Colormap() }))["train"].Count);
    }

    [Fact]
    public async Task Pictures_are_converted_and_what_changed_is_said()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 12).Select(i => Png((byte)(i * 20)))];
        Write("data/train-00000-of-00001.parquet", ParquetMaker.Pictures("image", [.. pictures, pictures[0], "GIF89a"u8.ToArray()]));
        Write("data/test-00000-of-00001.parquet", ParquetMaker.Pictures("image", [Png(250)]));

        SpriteDataset data = await LoadAsync(_folder.Path, new SourceOptions());

        Assert.Equal((12, 1), (data["train"].Count + data["dev"].Count, data["test"].Count));
        Assert.NotEmpty(data["dev"]);
        Assert.Equal((8, 6), (data.Width, data.Height));
        Assert.Equal(new Rgb(250, 0, 90), data.Palette[data["test"][0].Pixels[10]]);
        Assert.Contains(data.Notes, n => n.Contains("13 sprites of 14 pictures were converted", StringComparison.Ordinal));
        Assert.Contains("dropped: 0 blank and 1 duplicate pictures", data.Notes);
        Assert.Contains(data.Notes, n => n.StartsWith("1 pictures were skipped:", StringComparison.Ordinal) && n.Contains("train-00000-of-00001.parquet, row 13", StringComparison.Ordinal) && n.Contains("GIF", StringComparison.Ordinal));
        Assert.Contains(data.Notes, n => n.Contains("the splits train and test; its 12 train rows are divided into", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pictures_in_other_formats_are_read_if_these_are_given()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 12).Select(i => i < 6 ? PictureSamples.Gif(Picture((byte)(i * 20))) : PictureSamples.Jpeg(Picture((byte)(i * 20))))];
        Write("data/train-00000-of-00001.parquet", ParquetMaker.Pictures("image", pictures));

        SpriteDataset data = await LoadAsync(_folder.Path, new SourceOptions { Formats = ReadableFormats.All });

        Assert.Equal(12, data.Splits.Values.Sum(sprites => sprites.Count));
        Assert.Contains(data.Notes, n => n.Contains("6 pictures with lossy compression", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_column_must_be_chosen_if_it_is_not_clear()
    {
        string text = Write("a.parquet", ParquetMaker.Pictures("image", [null]));
        Assert.Contains("column 'image', row 0: the picture is missing", await RefusedAsync(text, new SourceOptions()), StringComparison.Ordinal);
        Assert.Contains("there is no column 'pixels'; the columns are image", await RefusedAsync(text, new SourceOptions { Column = "pixels" }), StringComparison.Ordinal);
        string arrow = Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Parquet", "Files", "arrow-snappy.parquet");
        Assert.Contains("the column 'label' has neither lists of integers nor pictures", await RefusedAsync(arrow, new SourceOptions { Column = "label" }), StringComparison.Ordinal);
        Assert.Contains("palette indices need a palette, and there is neither colormap.txt nor a configuration 'colormap'", await RefusedAsync(arrow, new SourceOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_and_wrong_values_are_errors_that_name_the_file_the_column_and_the_row()
    {
        string colormap = Colormap();
        async Task<string> Refused(params int?[]?[] rows) => await RefusedAsync(Write("train.parquet", ParquetMaker.Lists("pixel_color", rows)), new SourceOptions { Colormap = colormap });
        Assert.Contains("train.parquet, column 'pixel_color', row 1: it is empty or has no value (null)", await Refused([0, 1, 2, 0], null), StringComparison.Ordinal);
        Assert.Contains("row 1: it is empty or has no value (null)", await Refused([0, 1, 2, 0], []), StringComparison.Ordinal);
        Assert.Contains("row 0: it is empty or has no value (null)", await Refused([0, 1, null, 0]), StringComparison.Ordinal);
        Assert.Contains("row 1: expected 4 pixels for a sprite of 2×2 (got 3)", await Refused([0, 1, 2, 0], [0, 1, 2]), StringComparison.Ordinal);
        Assert.Contains("index 3 is outside the palette of 3 colours", await Refused([0, 1, 3, 0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "this is a Git LFS pointer")]
    [InlineData("PAR1 and some text", "it does not end with 'PAR1'; the file is truncated")]
    [InlineData("text that is not parquet", "it does not begin with 'PAR1'")]
    [InlineData("", "this is an empty file")]
    public async Task Something_else_named_parquet_is_named(string content, string expected) =>
        Assert.Contains(expected, await RefusedAsync(_folder.Write("a.parquet", content), new SourceOptions()), StringComparison.Ordinal);

    [Theory]
    [InlineData("snappy-length", "column 'grid': not a valid parquet file: the sizes of a page are wrong")]
    [InlineData("list-length", "not a valid parquet file: the metadata has a value of another type than expected")]
    [InlineData("no-end", "not a valid parquet file: the metadata has a value of another type than expected")]
    public async Task Files_for_which_the_library_needs_too_much_memory_or_time_are_refused_first(string name, string expected)
    {
        string path = Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Parquet", "Files", $"finding-{name}.parquet");
        Assert.Contains(expected, await RefusedAsync(path, new SourceOptions { Column = "grid", Colormap = Colormap() }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_pages_of_version_2_are_named() => Assert.Contains(
        "column 'pixel_color': the parquet file cannot be read: it has data pages of version 2, which are not supported",
        await RefusedAsync(Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Parquet", "Files", "arrow-version2.parquet"), new SourceOptions { Colormap = Colormap() }),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_schema_that_is_nested_without_end_is_refused()
    {
        // Each of 100,000 groups has one child. The library recurses, which would end the process.
        byte[] element = [0x48, 1, (byte)'g', 0x15, 2, 0];
        byte[] schema = [0x15, 2, 0x19, 0xFC, 0xA0, 0x8D, 0x06, .. Enumerable.Repeat(element, 100_000).SelectMany(e => e), 0];
        byte[] file = [.. "PAR1"u8, .. schema, .. BitConverter.GetBytes(schema.Length), .. "PAR1"u8];
        Assert.Contains("the schema", await RefusedAsync(Write("a.parquet", file), new SourceOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_text_files_stay_text()
    {
        Write("data.parquet", []);
        Assert.IsType<ParquetSource>(SpriteSources.Resolve(_folder.Path, new SourceOptions(), providers: ParquetSources.All));
        Assert.IsType<ParquetSource>(SpriteSources.Resolve(_folder["data.parquet"], new SourceOptions(), providers: ParquetSources.All));
        _folder.Write("pixel_color.txt", "");
        Assert.IsType<TextFolderSource>(SpriteSources.Resolve(_folder.Path, new SourceOptions(), providers: ParquetSources.All));
    }

    private static byte[] Png(byte red)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, Picture(red));
        return stream.ToArray();
    }

    private static PixelImage Picture(byte red)
    {
        var image = new PixelImage(8, 6);

        // Pictures that are no near-duplicates of each other.
        var random = new PhiloxRandom(red);
        foreach (ref Rgba pixel in image.Pixels) pixel = random.NextInt32(2) == 0 ? default : new Rgba(red, 0, 90);
        image[2, 1] = new Rgba(red, 0, 90);
        return image;
    }

    private string Colormap() => _folder.Write("palette.txt", "255 255 255\n0 0 0\n255 0 0\n");

    private string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    private static Task<SpriteDataset> LoadAsync(string path, SourceOptions options) => SpriteSources.Resolve(path, options, providers: ParquetSources.All).LoadAsync();

    private static async Task<string> RefusedAsync(string path, SourceOptions options) => (await Assert.ThrowsAsync<InputException>(() => LoadAsync(path, options))).Message;
}
