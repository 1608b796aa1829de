using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Import;
using PixelGpt.Tests.Imaging;

namespace PixelGpt.Tests.Import;

public sealed class SpriteImportTests : IDisposable
{
    private static readonly Rgb White = new(255, 255, 255);

    private readonly ImportFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Upscaling_of_pictures_is_undone() => Prop.ForAll(
        (from scale in Gen.Choose(1, 7) from seed in Gen.Choose(0, 500) from named in Gen.Elements(true, false) select (scale, seed, named)).ToArbitrary(), t =>
        {
            PixelImage original = ImportFixture.Noise(t.seed, 9, 7);
            _fixture.Write("one.png", PixelScaleTests.Enlarge(original, t.scale));
            (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Size = t.named ? (9, 7) : null }, "one.png");
            return (data.Width, data.Height, report.Reduced) == (9, 7, t.scale > 1 ? 1 : 0)
                && ImportFixture.Colors(data["train"][0], data.Palette) == ImportFixture.Colors(original, White);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sprite_drawn_in_blocks_is_not_reduced()
    {
        PixelImage blocks = PixelScaleTests.Enlarge(ImportFixture.Noise(3, 4, 4), 2);
        _fixture.Write("as-it-is.png", blocks);
        _fixture.Write("enlarged.png", PixelScaleTests.Enlarge(ImportFixture.Noise(4), 3));
        _fixture.Write("blocks-enlarged.png", PixelScaleTests.Enlarge(PixelScaleTests.Enlarge(ImportFixture.Noise(5, 4, 4), 2), 3));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions());
        Assert.Equal((8, 8, 3, 2, 0, 0), (data.Width, data.Height, report.Sprites, report.Reduced, report.Resampled, report.Centered));
        Assert.Contains(ImportFixture.Colors(blocks, White), ImportFixture.All(data).Select(s => ImportFixture.Colors(s, data.Palette)));
    }

    [Fact]
    public void Pictures_keep_their_sizes_and_unsuitable_ones_are_skipped_with_the_reason()
    {
        PixelImage wide = ImportFixture.Noise(1, 12, 8), tall = ImportFixture.Noise(2, 9, 16), enlarged = ImportFixture.Noise(3, 20, 20);
        _fixture.Write("a-wide.png", wide);
        _fixture.Write("b-tall.png", tall);
        _fixture.Write("c-enlarged.png", PixelScaleTests.Enlarge(enlarged, 5));
        _fixture.Write("d-small.png", ImportFixture.Noise(4, 7, 20));
        _fixture.Write("e-large.png", ImportFixture.Noise(5, 65, 20));
        _fixture.Write("f-wide-again.png", wide);
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { KeepSize = true });

        Assert.True(data.HasMixedSizes);
        Assert.Equal([(9, 16), (12, 8), (20, 20)], ImportFixture.All(data).Select(s => (s.Width, s.Height)).Order());
        Assert.Contains(ImportFixture.Colors(tall, White), ImportFixture.All(data).Select(s => ImportFixture.Colors(s, data.Palette)));
        Assert.Equal((3, 1, 1), (report.Sprites, report.Duplicates, report.Reduced));
        Assert.Equal(["d-small.png 7×20 smaller than 8×8 pixels", "e-large.png 65×20 larger than 64×64 pixels"],
            report.Skipped!.Select(s => $"{Path.GetFileName(s.Path)} {s.Width}×{s.Height} {s.Reason}"));
    }

    [Fact]
    public async Task An_import_of_mixed_sizes_is_read_again()
    {
        for (int i = 0; i < 6; i++) _fixture.Write($"{i}.png", ImportFixture.Noise(i, 8 + i, 20 - i));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { KeepSize = true, Flip = true });
        string folder = _fixture["imported"];
        Assert.Contains(ImportedFolder.Write(folder, data, report), path => Path.GetFileName(path) == "sizes.txt");
        SpriteDataset read = await new TextFolderSource(folder, new SourceOptions()).LoadAsync();
        Assert.Equal(data.Checksum(), read.Checksum());
        ImportedFolder.CheckFree(folder, overwrite: true);
    }

    [Fact]
    public void An_import_in_which_every_picture_is_skipped_is_an_error()
    {
        _fixture.Write("small.png", ImportFixture.Noise(1, 6, 7));
        var e = Assert.Throws<InputException>(() => _fixture.Import(new ImportOptions { KeepSize = true }));
        Assert.Contains("no sprites remain: all 1 pictures have unsuitable sizes", e.Message, StringComparison.Ordinal);
        Assert.Contains("small.png has 6×7 pixels, smaller than 8×8 pixels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_and_kept_sizes_exclude_each_other() => Assert.Contains(
        "give either --size or --keep-size", Assert.Throws<InputException>(() => new ImportOptions { KeepSize = true, Size = (8, 8) }.Validate()).Message, StringComparison.Ordinal);

    [Fact]
    public void Smaller_pictures_are_centred_and_larger_ones_shrunk_in_proportion()
    {
        _fixture.Write("small.png", ImportFixture.Draw("r#", "#r"));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Size = (5, 4) });
        int r = data.Palette.NearestIndex(ImportFixture.Red.Rgb), k = data.Palette.NearestIndex(ImportFixture.Ink.Rgb);
        Assert.Equal([0, 0, 0, 0, 0, 0, r, k, 0, 0, 0, k, r, 0, 0, 0, 0, 0, 0, 0], data["train"][0].Pixels.ToArray());
        Assert.Equal(1, report.Centered);

        _fixture.Write("large.png", ImportFixture.Noise(1, 11, 6));
        (data, report) = _fixture.Import(new ImportOptions { Size = (5, 5), Filter = ResizeFilters.Find("nearest") }, "large.png");
        Assert.Equal((1, 0), (report.Resampled, report.Reduced));
        // 11×6 becomes 5×3, with one empty row above and below.
        int[] pixels = data["train"][0].Pixels.ToArray();
        Assert.All((int[])[.. pixels[..5], .. pixels[20..]], p => Assert.Equal(0, p));
        Assert.Contains(pixels[5..20], p => p != 0);
    }

    [Fact]
    public void Sheets_single_pictures_and_nested_folders_can_be_combined()
    {
        PixelImage[] tiles = [.. Enumerable.Range(0, 6).Select(i => ImportFixture.Noise(i))];
        _fixture.Write("sheets/a.png", ImportFixture.Sheet(tiles, 3, margin: 2, spacing: 1));
        _fixture.Write("singles/deep/er/b.PNG", ImportFixture.Noise(10));
        _fixture.Write("singles/c.png", ImportFixture.Noise(11));
        File.WriteAllText(_fixture["singles/readme.txt"], "no picture");
        PictureFile[] files = [.. PictureFileFinder.Find([_fixture["singles"]], isSheet: false), .. PictureFileFinder.Find([_fixture["sheets/a.png"]], isSheet: true)];
        (SpriteDataset data, ImportReport report) = SpriteImport.Run("mine", files, new ImportOptions { Cutter = new GridCutter((8, 8), 2, 1) });
        Assert.Equal((3, 8, 8, 0, 0), (report.Files, report.Found, report.Sprites, report.Blank, report.Duplicates));
        IEnumerable<string> expected = tiles.Append(ImportFixture.Noise(10)).Append(ImportFixture.Noise(11)).Select(t => ImportFixture.Colors(t, White));
        Assert.Equal(expected.Order(), ImportFixture.All(data).Select(s => ImportFixture.Colors(s, data.Palette)).Order());
    }

    [Fact]
    public void All_sprites_of_an_upscaled_sheet_are_reduced()
    {
        PixelImage[] tiles = [ImportFixture.Noise(0), PixelScaleTests.Enlarge(ImportFixture.Noise(1, 4, 4), 2), ImportFixture.Noise(2)];
        _fixture.Write("sheet.png", PixelScaleTests.Enlarge(ImportFixture.Sheet(tiles, 3, margin: 0, spacing: 0), 4));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Cutter = new GridCutter((32, 32)) });
        Assert.Equal((8, 8, 3), (data.Width, data.Height, report.Sprites));
        Assert.Equal(tiles.Select(t => ImportFixture.Colors(t, White)).Order(), ImportFixture.All(data).Select(s => ImportFixture.Colors(s, data.Palette)).Order());
    }

    [Fact]
    public void Blank_and_duplicate_tiles_are_dropped_and_counted()
    {
        PixelImage white = new(8, 8), hidden = new(8, 8);
        white.Fill(0, 0, 8, 8, new Rgba(255, 255, 255));
        hidden.Fill(0, 0, 8, 8, new Rgba(9, 9, 9, 0));
        _fixture.Write("sheet.png", ImportFixture.Sheet([ImportFixture.Noise(0), new PixelImage(8, 8), ImportFixture.Noise(1), ImportFixture.Noise(0), white, hidden, ImportFixture.Noise(1)], 4, 0, 0));
        (_, ImportReport report) = _fixture.Import(new ImportOptions { Cutter = new GridCutter((8, 8)) });
        // The sheet has transparency, so white pixels are foreground although the background is white.
        Assert.Equal((8, 3, 2, 3), (report.Found, report.Blank, report.Duplicates, report.Sprites));
        (_, report) = _fixture.Import(new ImportOptions { Cutter = new GridCutter((8, 8)), Background = new Rgb(255, 0, 255) });
        Assert.Equal((8, 3, 2, 3), (report.Found, report.Blank, report.Duplicates, report.Sprites));
    }

    [Fact]
    public void Sprites_that_become_equal_by_the_palette_are_duplicates()
    {
        PixelImage one = ImportFixture.Noise(0), other = ImportFixture.Noise(0);
        foreach (ref Rgba pixel in other.Pixels) pixel = pixel.A == 0 ? pixel : pixel with { R = (byte)(pixel.R + 2) };
        _fixture.Write("a.png", one);
        _fixture.Write("b.png", other);
        Assert.Equal(2, _fixture.Import(new ImportOptions()).Report.Sprites);
        (_, ImportReport report) = _fixture.Import(new ImportOptions { Palette = new Palette([White, ImportFixture.Red.Rgb, ImportFixture.Blue.Rgb, ImportFixture.Ink.Rgb]) });
        Assert.Equal((1, 1, PaletteOrigin.Given), (report.Sprites, report.Duplicates, report.Colors.Origin));
    }

    [Fact]
    public void Alpha_is_thresholded_or_blended()
    {
        var image = new PixelImage(5, 1);
        Rgba[] pixels = [new(200, 0, 0, 255), new(200, 0, 0, 128), new(200, 0, 0, 127), new(0, 0, 0, 51), default];
        pixels.CopyTo(image.Pixels);
        _fixture.Write("a.png", image);
        Assert.Equal("#c80000 #c80000 #ffffff #ffffff #ffffff", Imported(new ImportOptions()));
        Assert.Equal("#c80000 #c80000 #0000ff #0000ff #0000ff", Imported(new ImportOptions { Background = new Rgb(0, 0, 255) }));
        Assert.Equal("#c80000 #e37f7f #e48080 #cccccc #ffffff", Imported(new ImportOptions { Alpha = AlphaRule.Blend }));

        string Imported(ImportOptions options)
        {
            (SpriteDataset data, _) = _fixture.Import(options);
            return ImportFixture.Colors(data["train"][0], data.Palette);
        }
    }

    [Fact]
    public void The_palette_is_taken_quantized_or_given()
    {
        for (int i = 0; i < 6; i++) _fixture.Write($"{i}.png", ImportFixture.Noise(i));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Colors = 4 });
        Assert.Equal((PaletteOrigin.Taken, 4, 4, 0L, 0.0), (report.Colors.Origin, report.Colors.ColorsFound, data.Palette.Count, report.Colors.Difference.Changed, report.Colors.Difference.Max));
        Assert.Equal(White, data.Palette[0]);

        (data, report) = _fixture.Import(new ImportOptions { Colors = 3 });
        Assert.Equal((PaletteOrigin.Quantized, 4, 3), (report.Colors.Origin, report.Colors.ColorsFound, data.Palette.Count));
        Assert.InRange(report.Colors.Difference.Mean, 1e-3, report.Colors.Difference.Max);

        var given = new Palette([new Rgb(0, 255, 0), ImportFixture.Ink.Rgb, White, ImportFixture.Red.Rgb]);
        Assert.Equal([new Rgb(0, 255, 0), ImportFixture.Ink.Rgb, White, ImportFixture.Red.Rgb], _fixture.Import(new ImportOptions { Palette = given }).Data.Palette.Colors.ToArray());
        Assert.Equal([White, new Rgb(0, 255, 0), ImportFixture.Ink.Rgb, ImportFixture.Red.Rgb], _fixture.Import(new ImportOptions { Palette = given, Background = White }).Data.Palette.Colors.ToArray());
        Assert.Equal(new Rgb(1, 2, 3), _fixture.Import(new ImportOptions { Palette = given, Background = new Rgb(1, 2, 3) }).Data.Palette[0]);
    }

    [Fact]
    public void Mirrored_copies_are_added_only_to_train_without_duplicates()
    {
        for (int i = 0; i < 9; i++) _fixture.Write($"{i}.png", ImportFixture.Noise(i));
        _fixture.Write("mirrored.png", ImportFixture.Draw(".rr.", "r##r", ".rr."));
        (SpriteDataset plain, _) = _fixture.Import(new ImportOptions { Splits = SplitPlan.Parse("6,2,2"), Seed = 4, Size = (8, 8) });
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Splits = SplitPlan.Parse("6,2,2"), Seed = 4, Size = (8, 8), Flip = true });
        Assert.Equal(plain["dev"].Concat(plain["test"]).Select(s => s.Pixels.ToArray()), data["dev"].Concat(data["test"]).Select(s => s.Pixels.ToArray()));
        string[] train = [.. data["train"].Select(s => string.Join(' ', s.Pixels.ToArray()))];
        Assert.Equal(train.Length, train.Distinct().Count());
        Assert.Equal(data["train"].Count, 6 + report.Mirrored);
        Assert.InRange(report.Mirrored, 5, 6);
        Assert.All(data["train"], s => Assert.Contains(string.Join(' ', s.Pixels.ToArray().Chunk(8).SelectMany(row => row.Reverse())), train));
    }

    [Fact]
    public void The_splits_depend_on_the_seed()
    {
        for (int i = 0; i < 30; i++) _fixture.Write($"{i:00}.png", ImportFixture.Noise(i));
        string one = _fixture.Import(new ImportOptions { Seed = 1 }).Data.Checksum();
        Assert.Equal(one, _fixture.Import(new ImportOptions { Seed = 1 }).Data.Checksum());
        Assert.NotEqual(one, _fixture.Import(new ImportOptions { Seed = 2 }).Data.Checksum());
    }

    [Fact]
    public void Invalid_imports_are_errors()
    {
        Assert.Contains("nowhere: no such file or folder", Refused("nowhere", new ImportOptions()), StringComparison.Ordinal);
        Directory.CreateDirectory(_fixture["empty"]);
        Assert.Contains("the folder contains no PNG or Aseprite pictures", Refused("empty", new ImportOptions()), StringComparison.Ordinal);
        File.WriteAllText(_fixture["text.txt"], "x");
        Assert.Contains("text.txt: only pictures in PNG or Aseprite format", Refused("text.txt", new ImportOptions()), StringComparison.Ordinal);
        _fixture.Write("blank.png", new PixelImage(4, 4));
        Assert.Contains("all 1 pictures are blank", Refused("blank.png", new ImportOptions { Size = (4, 4) }), StringComparison.Ordinal);
        Assert.Contains("has a single colour", Refused("blank.png", new ImportOptions()), StringComparison.Ordinal);
        _fixture.Write("large.png", ImportFixture.Noise(1, 65, 4));
        Assert.Contains("large.png: 65×4 pixels is unusually large", Refused("large.png", new ImportOptions()), StringComparison.Ordinal);
        Assert.Contains("large.png: no tile of 20×20", Refused("large.png", new ImportOptions { Cutter = new GridCutter((20, 20)) }), StringComparison.Ordinal);
        Assert.Contains("have a sum of 3, but there are 1", Refused("large.png", new ImportOptions { Size = (8, 8), Splits = SplitPlan.Parse("1,1,1") }), StringComparison.Ordinal);
        File.WriteAllBytes(_fixture["damaged.png"], File.ReadAllBytes(_fixture["large.png"])[..60]);
        Assert.Contains("damaged.png", Refused("damaged.png", new ImportOptions()), StringComparison.Ordinal);
        Assert.Contains("colors must be 2 to 4096 (got 1)", Refused("large.png", new ImportOptions { Colors = 1 }), StringComparison.Ordinal);
        Assert.Contains("near must be at least 0 and less than 1 (got 1)", Refused("large.png", new ImportOptions { NearDuplicates = 1 }), StringComparison.Ordinal);
        Assert.Contains("(got 4096x4096)", Refused("large.png", new ImportOptions { Size = (4096, 4096) }), StringComparison.Ordinal);

        string Refused(string name, ImportOptions options) => Assert.Throws<InputException>(() => _fixture.Import(options, name)).Message;
    }

    [Fact]
    public async Task The_written_folder_can_be_loaded_with_its_size_and_splits()
    {
        for (int i = 0; i < 12; i++) _fixture.Write($"in/{i}.png", ImportFixture.Noise(i, 9, 4));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Splits = SplitPlan.Parse("7,3,2") }, "in");
        IReadOnlyList<string> files = ImportedFolder.Write(_fixture["out"], data, report);
        Assert.Equal(Directory.GetFiles(_fixture["out"]).Order(), files.Order());
        SpriteDataset read = await SpriteSources.Resolve(_fixture["out"], new SourceOptions()).LoadAsync();
        Assert.Equal((9, 4, 7, 3, 2), (read.Width, read.Height, read["train"].Count, read["dev"].Count, read["test"].Count));
        Assert.Equal(data.Checksum(), read.Checksum());
        // Options override the manifest.
        read = await SpriteSources.Resolve(_fixture["out"], new SourceOptions { Size = (6, 6), Splits = SplitPlan.Parse("10,1,1") }).LoadAsync();
        Assert.Equal((6, 6, 10), (read.Width, read.Height, read["train"].Count));
        Assert.Superset(data.Palette.Colors.Select(Rgba.From).ToHashSet(), PngReader.Read(_fixture["out/contact_sheet.png"]).Pixels.ToArray().ToHashSet());
        Assert.Superset(data.Palette.Colors.Select(Rgba.From).ToHashSet(), PngReader.Read(_fixture["out/palette.png"]).Pixels.ToArray().ToHashSet());
    }

    [Fact]
    public void A_folder_is_written_atomically_and_replaces_only_an_imported_data_set()
    {
        _fixture.Write("in/a.png", ImportFixture.Noise(0));
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions(), "in");
        ImportedFolder.Write(_fixture["out"], data, report);
        Assert.Contains("--overwrite", Refused("out", overwrite: false), StringComparison.Ordinal);
        ImportedFolder.CheckFree(_fixture["out"], overwrite: true);
        ImportedFolder.Write(_fixture["out"], data, report);
        Assert.Equal(5, Directory.GetFileSystemEntries(_fixture["out"]).Length);
        File.WriteAllText(_fixture["out/mine.txt"], "precious");
        Assert.Contains("mine.txt", Refused("out", overwrite: true), StringComparison.Ordinal);
        Assert.Contains("a.png", Refused("in", overwrite: true), StringComparison.Ordinal);
        Assert.Contains("is a file", Refused("in/a.png", overwrite: true), StringComparison.Ordinal);
        // If the contact sheet cannot be drawn, no files remain.
        var empty = new SpriteDataset("none", data.Palette, 8, 8, [new("train", []), new("dev", []), new("test", [])]);
        Assert.Throws<InputException>(() => ImportedFolder.Write(_fixture["never"], empty, report));
        Assert.Equal([_fixture["in"], _fixture["out"]], Directory.GetFileSystemEntries(_fixture.Path).Order());

        string Refused(string name, bool overwrite) => Assert.Throws<InputException>(() => ImportedFolder.CheckFree(_fixture[name], overwrite)).Message;
    }
}
