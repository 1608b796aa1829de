using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Parquet;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Parquet;

public sealed class ParquetExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_written_data_set_is_read_back_without_loss()
    {
        SpriteDataset data = TinyModels.Dataset(21, 5, 6);
        IReadOnlyList<string> files = ParquetExport.Write(_folder["stripes"], data);
        Assert.All(files, file => Assert.True(File.Exists(file), file));
        Assert.Contains(Path.Combine(_folder["stripes"], "data", "validation-00000-of-00001.parquet"), files);
        await AssertSameAsync(data, "stripes");
    }

    [Fact]
    public async Task Mixed_sizes_blank_sprites_duplicates_partial_sprites_and_empty_splits_survive()
    {
        var palette = new Palette([new Rgb(255, 255, 255), new Rgb(0, 0, 0)]);
        Sprite blank = new(8, 9, new int[72]), drawn = new(10, 8, [.. Enumerable.Range(0, 80).Select(i => i % 2)]), partial = new(8, 8, new int[17]);
        await ExportAndCompareAsync(new SpriteDataset("mixed", palette, [new("train", [blank, blank, drawn]), new("dev", []), new("test", [partial])]), "mixed");
        await ExportAndCompareAsync(new SpriteDataset("train", palette, [new("train", [.. Enumerable.Repeat(drawn, 10)]), new("dev", []), new("test", [])]), "train");
    }

    [SharedFact]
    public async Task The_pokemon_data_set_is_read_back_without_loss() =>
        await ExportAndCompareAsync(await new TextFolderSource(SharedData.PathOf("pokemon"), new SourceOptions()).LoadAsync(), "pokemon");

    [Fact]
    public async Task The_pictures_alone_give_the_same_sprites()
    {
        SpriteDataset data = await new CreaturesSource("16", splits: SplitPlan.OfCounts(2000, 200, 200)).LoadAsync();
        data = new SpriteDataset("few", data.Palette, [new("train", [.. data["train"].Take(40)]), new("dev", [.. data["dev"].Take(5)]), new("test", [.. data["test"].Take(5)])]);
        ParquetExport.Write(_folder["few"], data);

        SpriteDataset read = await SpriteSources.Resolve(_folder["few"], new SourceOptions { Column = "image", Colormap = Path.Combine(_folder["few"], "colormap.txt") }, providers: ParquetSources.All).LoadAsync();

        Assert.Equal(data["train"].Select(s => s.Pixels.ToArray().Select(p => data.Palette[p])), read["train"].Select(s => s.Pixels.ToArray().Select(p => read.Palette[p])));
        Assert.Equal((40, 5, 5), (read["train"].Count, read["dev"].Count, read["test"].Count));
    }

    [Fact]
    public void The_card_has_a_header_for_the_hub_a_preview_and_no_licence()
    {
        ParquetExport.Write(_folder["my *sprites*"], TinyModels.Dataset(21, 5, 6));
        string card = File.ReadAllText(Path.Combine(_folder["my *sprites*"], "README.md"));
        string header = card[..card.IndexOf("\n---\n", StringComparison.Ordinal)];
        Assert.StartsWith("---\n# The licence is not known", header, StringComparison.Ordinal);
        foreach (string line in (string[])["- config_name: default", "  - split: validation", "    path: data/validation-*", "- config_name: colormap", "    sequence: int32", "    dtype: image", "    num_examples: 21", "pretty_name: \"my *sprites*\""])
            Assert.Contains(line, header.Split('\n'));
        Assert.DoesNotContain("\nlicense:", header, StringComparison.Ordinal);
        foreach (string text in (string[])["# my \\*sprites\\*", "32 pixel-art sprites of 6×5 pixels with one palette of 11 colours", "(preview.png)", "21 train, 5 validation, 6 test", "load_dataset(\"OWNER/NAME\")", "## Licence"])
            Assert.Contains(text, card, StringComparison.Ordinal);
        Assert.NotEqual(0, PngReader.Read(Path.Combine(_folder["my *sprites*"], "preview.png")).Width);
    }

    [Fact]
    public void A_folder_with_files_is_not_replaced()
    {
        Directory.CreateDirectory(_folder["full"]);
        File.WriteAllText(Path.Combine(_folder["full"], "x"), "");
        Assert.Contains("the folder is not empty", Assert.Throws<InputException>(() => ParquetExport.Write(_folder["full"], TinyModels.Dataset())).Message, StringComparison.Ordinal);
    }

    private async Task ExportAndCompareAsync(SpriteDataset data, string name)
    {
        ParquetExport.Write(_folder[name], data);
        await AssertSameAsync(data, name);
    }

    private async Task AssertSameAsync(SpriteDataset data, string name)
    {
        SpriteDataset read = await SpriteSources.Resolve(_folder[name], new SourceOptions(), providers: ParquetSources.All).LoadAsync();
        Assert.Equal(data.Palette.Colors.ToArray(), read.Palette.Colors.ToArray());
        Assert.Equal(data.Checksum(), read.Checksum());
        Assert.Empty(read.Notes);
    }
}
