using PixelGpt.Imaging;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Import;

namespace PixelGpt.Tests.Cli;

public sealed class DataImportCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();
    private readonly ImportFixture _art = new();

    public void Dispose()
    {
        _fixture.Dispose();
        _art.Dispose();
    }

    [Fact]
    public async Task Pictures_that_keep_their_sizes_are_imported_and_shown()
    {
        for (int i = 0; i < 8; i++) _art.Write($"{i}.png", ImportFixture.Noise(i, 8 + i, 24 - i));
        _art.Write("tiny.png", ImportFixture.Noise(20, 4, 9));
        string mixed = _fixture["mixed"];
        CliResult imported = await CliFixture.RunAsync("data", "import", _art.Path, "--keep-size", "--out", mixed);
        Assert.True(imported.Code == 0, imported.Error);
        Assert.Contains("skipped    1 picture: ", imported.Out, StringComparison.Ordinal);
        Assert.Contains("tiny.png (4×9, smaller than 8×8 pixels)", imported.Out.ReplaceLineEndings(""), StringComparison.Ordinal);

        CliResult info = await CliFixture.RunAsync("data", "info", mixed, "--json");
        Assert.Equal((15, 24, true), ((int)info.Json["width"]!, (int)info.Json["height"]!, (bool)info.Json["mixed_sizes"]!));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "preview", mixed, "--out", _fixture["preview.png"])).Code);

        CliResult sized = await CliFixture.RunAsync("data", "import", _art.Path, "--keep-size", "--size", "8x8", "--out", _fixture["other"]);
        Assert.Equal((2, true), (sized.Code, sized.Error.Contains("give either --size or --keep-size, not both", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sheet_is_imported_a_model_is_trained_and_a_picture_completed()
    {
        PixelImage[] tiles = [.. Enumerable.Range(0, 24).Select(i => ImportFixture.Noise(i, 6, 5))];
        string sheet = _art.Write("sheet.png", ImportFixture.Sheet(tiles, 6, margin: 1, spacing: 2)), mine = _fixture["mine"];
        CliResult imported = await CliFixture.RunAsync("data", "import", sheet, "--tile", "6x5", "--margin", "1", "--spacing", "2", "--out", mine, "--splits", "16,4,4", "--flip", "--json");
        Assert.True(imported.Code == 0, imported.Error);
        Assert.Equal((24, 0, 16, 4, "taken"), ((int)imported.Json["found"]!, (int)imported.Json["blank"]!, (int)imported.Json["mirrored"]!, (int)imported.Json["colors"]!, (string)imported.Json["palette"]!));
        Assert.Equal("""{"train":32,"dev":4,"test":4}""", imported.Json["splits"]!.ToJsonString());
        Assert.All(imported.Json["files_written"]!.AsArray(), f => Assert.True(File.Exists((string)f!)));

        // The folder defines size and splits.
        CliResult info = await CliFixture.RunAsync("data", "info", mine, "--json");
        Assert.Equal((6, 5, (string)imported.Json["checksum"]!), ((int)info.Json["width"]!, (int)info.Json["height"]!, (string)info.Json["checksum"]!));
        CliResult trained = await CliFixture.RunAsync("train", "--data", mine, "--config", _fixture["config.json"], "--batch", "8", "--epochs", "1", "--out", _fixture["run"]);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Equal(0, (await CliFixture.RunAsync("complete", _fixture["run"])).Code);

        // A new picture, enlarged four times and with one colour that is slightly off the palette.
        PixelImage picture = ImportFixture.Noise(77, 6, 5);
        foreach (ref Rgba pixel in picture.Pixels) pixel = pixel == ImportFixture.Red ? new Rgba(203, 30, 40) : pixel;
        int changed = picture.Pixels.ToArray().Count(p => p.R == 203);
        string half = _art.Write("half.png", PixelScaleTests.Enlarge(picture, 4));
        CliResult finished = await CliFixture.RunAsync("complete", _fixture["run"], half, "--out", _fixture["out"], "--json");
        Assert.True(finished.Code == 0, finished.Error);
        Assert.Equal((6, 5, 4, changed), ((int)finished.Json["pictures"]![0]!["width"]!, (int)finished.Json["pictures"]![0]!["height"]!, (int)finished.Json["pictures"]![0]!["scale"]!, (int)finished.Json["pictures"]![0]!["pixels_changed"]!));
        Assert.InRange((double)finished.Json["pictures"]![0]!["delta_e_max"]!, 0.001, 0.02);
        Assert.Contains("reduced from 24×20 to 6×5 pixels, because it is enlarged 4 times", finished.Error, StringComparison.Ordinal);
        Assert.Contains($"{changed} of 30 pixels were changed to the nearest colour of the model's palette; the largest change is from #cb1e28 to #c81e28", finished.Error, StringComparison.Ordinal);
        PixelImage result = PngReader.Read(Path.Combine(_fixture["out"], "half.png"));
        Assert.Equal((24, 20, 4), (result.Width, result.Height, PixelScale.Of(result)));
    }

    [Fact]
    public async Task Sheets_and_single_pictures_are_imported_together_with_a_summary()
    {
        _art.Write("singles/a.png", PixelScaleTests.Enlarge(ImportFixture.Noise(50), 3));
        _art.Write("singles/b.png", ImportFixture.Noise(51, 40, 40));
        string sheet = _art.Write("sheet.png", ImportFixture.Sheet([ImportFixture.Draw("rr#", "#rr", "b.b"), ImportFixture.Draw("#rr", "bb#", "b.r")], 2, 3, 3));
        CliResult result = await CliFixture.RunAsync(
            "data", "import", _art["singles"], "--sheet", sheet, "--gaps", "--gap-width", "2", "--size", "8x8", "--filter", "nearest", "--colors", "3", "--near", "0", "--out", _fixture["mine"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("4 of 8×8 pixels from 4 in 3 files; dropped: 0 blank, 0 duplicates", result.Out, StringComparison.Ordinal);
        Assert.Contains("1 enlarged pictures reduced by their scale, 1 resized with the nearest filter, 2 smaller ones centred", result.Out, StringComparison.Ordinal);
        Assert.Contains("3 colours, quantised from 4:", result.Out, StringComparison.Ordinal);
        Assert.Contains($"pixelgpt train --data {_fixture["mine"]}", result.Out, StringComparison.Ordinal);
        Assert.Contains("--overwrite", await CliFixture.RefusedAsync("data", "import", sheet, "--gaps", "--out", _fixture["mine"]));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "import", sheet, "--gaps", "--gap-width", "2", "--out", _fixture["mine"], "--overwrite", "--quiet")).Code);
    }

    [Fact]
    public async Task A_region_of_a_sheet_is_cut_with_different_margins_and_spacings()
    {
        PixelImage[] tiles = [.. Enumerable.Range(0, 4).Select(i => ImportFixture.Noise(i))];
        var sheet = new PixelImage(60, 60);
        sheet.Draw(ImportFixture.Noise(9), 0, 0);
        for (int i = 0; i < 4; i++) sheet.Draw(tiles[i], 20 + 2 + (i % 2 * 9), 30 + 4 + (i / 2 * 11));
        string path = _art.Write("sheet.png", sheet);
        CliResult result = await CliFixture.RunAsync("data", "import", path, "--tile", "8x8", "--margin", "2,4", "--spacing", "1,3", "--region", "20,30,19x23", "--out", _fixture["mine"], "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal((4, 4, 0), ((int)result.Json["found"]!, (int)result.Json["sprites"]!, result.Json["warnings"]!.AsArray().Count));
        string refused = await CliFixture.RefusedAsync("data", "import", path, "--tile", "8x8", "--region", "50,0,16x8", "--out", _fixture["other"]);
        Assert.Contains("the region 50,0,16x8 is not completely inside the sheet of 60×60 pixels", refused);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_skipped_unless_the_import_is_strict()
    {
        _art.Write("a.png", ImportFixture.Noise(1));
        File.WriteAllText(_art["b.png"], "version https://git-lfs.github.com/spec/v1");
        File.WriteAllBytes(_art["._a.png"], [0, 5, 0x16, 7]);
        CliResult result = await CliFixture.RunAsync("data", "import", _art.Path, "--out", _fixture["mine"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("skipped    1 file: ", result.Out, StringComparison.Ordinal);
        Assert.Contains("b.png: this is a Git LFS pointer", result.Out, StringComparison.Ordinal);
        Assert.Contains("ignored    1 macOS side file (._* and __MACOSX)", result.Out, StringComparison.Ordinal);
        Assert.Contains("a Git LFS pointer", await CliFixture.RefusedAsync("data", "import", _art.Path, "--strict", "--out", _fixture["other"]));
    }

    [Theory]
    [InlineData("no pictures: give picture files")]
    [InlineData("give either --tile or --gaps, not both", "x", "--tile", "8x8", "--gaps")]
    [InlineData("require --tile", "x", "--margin", "1")]
    [InlineData("requires --gaps", "x", "--gap-width", "2")]
    [InlineData("margin must be a number of pixels, or two, such as 2,4", "x", "--tile", "8x8", "--margin", "2,4,6")]
    [InlineData("spacing must be 0 to 4096 (got -1)", "x", "--tile", "8x8", "--spacing", "2,-1")]
    [InlineData("region must be left column, top row and size", "x", "--tile", "8x8", "--region", "8x8")]
    [InlineData("--region requires --tile or --gaps", "x", "--region", "0,0,8x8")]
    [InlineData("--sheet requires --tile WxH or --gaps", "x", "--sheet", "y")]
    [InlineData("tile must be width and height in pixels", "x", "--tile", "8")]
    [InlineData("size must be width and height in pixels", "x", "--size", "0x4")]
    [InlineData("gap-width must be 1 to 4096 (got 0)", "x", "--gaps", "--gap-width", "0")]
    [InlineData("--background must be six hexadecimal digits, such as ffffff for white (got 'white')", "x", "--background", "white")]
    [InlineData("give either --colors or --palette, not both", "x", "--colors", "4", "--palette", "p.hex")]
    [InlineData("p.hex: no such file", "x", "--palette", "p.hex")]
    [InlineData("colors must be 2 to 4096 (got 1)", "x", "--colors", "1")]
    [InlineData("near must be at least 0 and less than 1 (got 2)", "x", "--near", "2")]
    [InlineData("cubic", "x", "--filter", "cubic")]
    [InlineData("(got '1,2')", "x", "--splits", "1,2")]
    [InlineData("x: no such file or folder", "x")]
    public async Task Invalid_options_are_refused_and_nothing_is_written(string message, params string[] arguments)
    {
        Assert.Contains(message, await CliFixture.RefusedAsync(["data", "import", .. arguments, "--out", _fixture["mine"]]));
        Assert.False(Directory.Exists(_fixture["mine"]));
    }

    [Fact]
    public async Task Cancellation_leaves_no_files()
    {
        _art.Write("a.png", ImportFixture.Noise(1));
        CliResult result = await CliFixture.RunAsync(new CancellationToken(canceled: true), "data", "import", _art.Path, "--out", _fixture["mine"]);
        Assert.Equal((130, false), (result.Code, Directory.Exists(_fixture["mine"])));
    }

    [Fact]
    public async Task Palette_shows_and_converts_palettes()
    {
        string hex = _fixture.Write("p.hex", "ffffff\n102030\nc81e28\n");
        CliResult shown = await CliFixture.RunAsync("data", "palette", hex);
        Assert.Contains("3 colours, 3 different", shown.Out, StringComparison.Ordinal);
        Assert.Contains("#102030", shown.Out, StringComparison.Ordinal);
        CliResult result = await CliFixture.RunAsync("data", "palette", hex, "--out", _fixture["p.gpl"], "--json");
        Assert.Equal("""["#ffffff","#102030","#c81e28"]""", result.Json["colors"]!.ToJsonString());
        Assert.Equal("GIMP Palette\nName: p\nColumns: 16\n#\n255 255 255\t#ffffff\n 16  32  48\t#102030\n200  30  40\t#c81e28\n", File.ReadAllText(_fixture["p.gpl"]));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "palette", _fixture["p.gpl"], "--out", _fixture["p.png"])).Code);
        Assert.Contains(new Rgba(0x10, 0x20, 0x30), PngReader.Read(_fixture["p.png"]).Pixels.ToArray());
        Assert.Contains("the extension of a palette file must be one of .gpl (GIMP)", await CliFixture.RefusedAsync("data", "palette", hex, "--out", _fixture["p.jpg"]));

        // A data set that is imported with the palette has all its colours in the same order.
        _art.Write("a.png", ImportFixture.Noise(1));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "import", _art.Path, "--palette", _fixture["p.gpl"], "--out", _fixture["mine"])).Code);
        Assert.Equal("255 255 255\n16 32 48\n200 30 40\n", File.ReadAllText(Path.Combine(_fixture["mine"], "colormap.txt")));
    }
}
