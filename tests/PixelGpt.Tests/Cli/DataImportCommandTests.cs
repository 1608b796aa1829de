using PixelGpt.Imaging;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Import;

namespace PixelGpt.Tests.Cli;

public sealed class DataImportCommandTests : IDisposable
{
    private readonly CliFixture _bench = new();
    private readonly ImportFixture _art = new();

    public void Dispose()
    {
        _bench.Dispose();
        _art.Dispose();
    }

    [Fact]
    public async Task A_sheet_is_imported_learned_from_and_a_picture_finished()
    {
        PixelImage[] tiles = [.. Enumerable.Range(0, 24).Select(i => ImportFixture.Noise(i, 6, 5))];
        string sheet = _art.Write("sheet.png", ImportFixture.Sheet(tiles, 6, margin: 1, spacing: 2)), mine = _bench["mine"];
        CliResult imported = await CliFixture.RunAsync("data", "import", sheet, "--tile", "6x5", "--margin", "1", "--spacing", "2", "--out", mine, "--splits", "16,4,4", "--flip", "--json");
        Assert.True(imported.Code == 0, imported.Error);
        Assert.Equal((24, 0, 16, 4, "taken"), ((int)imported.Json["found"]!, (int)imported.Json["blank"]!, (int)imported.Json["mirrored"]!, (int)imported.Json["colors"]!, (string)imported.Json["palette"]!));
        Assert.Equal("""{"train":32,"dev":4,"test":4}""", imported.Json["splits"]!.ToJsonString());
        Assert.All(imported.Json["files_written"]!.AsArray(), f => Assert.True(File.Exists((string)f!)));

        // Size and splits come with the folder.
        CliResult info = await CliFixture.RunAsync("data", "info", mine, "--json");
        Assert.Equal((6, 5, (string)imported.Json["checksum"]!), ((int)info.Json["width"]!, (int)info.Json["height"]!, (string)info.Json["checksum"]!));
        CliResult trained = await CliFixture.RunAsync("train", "--data", mine, "--config", _bench["config.json"], "--batch", "8", "--epochs", "1", "--out", _bench["run"]);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Equal(0, (await CliFixture.RunAsync("complete", _bench["run"])).Code);

        // A picture of its own: enlarged four times, and one colour is not quite the palette's.
        PixelImage picture = ImportFixture.Noise(77, 6, 5);
        foreach (ref Rgba pixel in picture.Pixels) pixel = pixel == ImportFixture.Red ? new Rgba(203, 30, 40) : pixel;
        int changed = picture.Pixels.ToArray().Count(p => p.R == 203);
        string half = _art.Write("half.png", PixelScaleTests.Enlarge(picture, 4));
        CliResult finished = await CliFixture.RunAsync("complete", _bench["run"], half, "--out", _bench["out"], "--json");
        Assert.True(finished.Code == 0, finished.Error);
        Assert.Equal((6, 5, 4, changed), ((int)finished.Json["pictures"]![0]!["width"]!, (int)finished.Json["pictures"]![0]!["height"]!, (int)finished.Json["pictures"]![0]!["scale"]!, (int)finished.Json["pictures"]![0]!["pixels_changed"]!));
        Assert.InRange((double)finished.Json["pictures"]![0]!["delta_e_max"]!, 0.001, 0.02);
        Assert.Contains("24×20 is 6×5 enlarged 4 times", finished.Error, StringComparison.Ordinal);
        Assert.Contains($"{changed} of 30 pixels were given the nearest colour of the model's palette, #cb1e28 became #c81e28 at the worst", finished.Error, StringComparison.Ordinal);
        PixelImage result = PngReader.Read(Path.Combine(_bench["out"], "half.png"));
        Assert.Equal((24, 20, 4), (result.Width, result.Height, PixelScale.Of(result)));
    }

    [Fact]
    public async Task Sheets_beside_single_pictures_and_people_are_told_what_was_done()
    {
        _art.Write("singles/a.png", PixelScaleTests.Enlarge(ImportFixture.Noise(50), 3));
        _art.Write("singles/b.png", ImportFixture.Noise(51, 40, 40));
        string sheet = _art.Write("sheet.png", ImportFixture.Sheet([ImportFixture.Draw("rr#", "#rr", "b.b"), ImportFixture.Draw("#rr", "bb#", "b.r")], 2, 3, 3));
        CliResult result = await CliFixture.RunAsync(
            "data", "import", _art["singles"], "--sheet", sheet, "--gaps", "--gap-width", "2", "--size", "8x8", "--filter", "nearest", "--colors", "3", "--near", "0", "--out", _bench["mine"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("4 of 8×8 pixels from 4 in 3 files; dropped: 0 blank, 0 duplicates", result.Out, StringComparison.Ordinal);
        Assert.Contains("1 came down by the whole number they were enlarged with, 1 by the nearest filter; 2 smaller ones were put in the middle", result.Out, StringComparison.Ordinal);
        Assert.Contains("3 colours, brought together from 4:", result.Out, StringComparison.Ordinal);
        Assert.Contains($"pixelgpt train --data {_bench["mine"]}", result.Out, StringComparison.Ordinal);
        Assert.Contains("--overwrite", await CliFixture.RefusedAsync("data", "import", sheet, "--gaps", "--out", _bench["mine"]));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "import", sheet, "--gaps", "--gap-width", "2", "--out", _bench["mine"], "--overwrite", "--quiet")).Code);
    }

    [Theory]
    [InlineData("which pictures?")]
    [InlineData("either --tile or --gaps", "x", "--tile", "8x8", "--gaps")]
    [InlineData("go with --tile", "x", "--margin", "1")]
    [InlineData("goes with --gaps", "x", "--gap-width", "2")]
    [InlineData("how is --sheet cut?", "x", "--sheet", "y")]
    [InlineData("tile must be width and height", "x", "--tile", "8")]
    [InlineData("(got '0x4')", "x", "--size", "0x4")]
    [InlineData("gap-width must be 1 to 4096 (got 0)", "x", "--gaps", "--gap-width", "0")]
    [InlineData("background 'white': give six", "x", "--background", "white")]
    [InlineData("either --colors or --palette", "x", "--colors", "4", "--palette", "p.hex")]
    [InlineData("p.hex: no such file", "x", "--palette", "p.hex")]
    [InlineData("colors must be 2 to 4096 (got 1)", "x", "--colors", "1")]
    [InlineData("near must be at least 0 and less than 1 (got 2)", "x", "--near", "2")]
    [InlineData("cubic", "x", "--filter", "cubic")]
    [InlineData("(got '1,2')", "x", "--splits", "1,2")]
    [InlineData("x: no such file or folder", "x")]
    public async Task What_makes_no_sense_is_refused_and_nothing_made(string words, params string[] arguments)
    {
        Assert.Contains(words, await CliFixture.RefusedAsync(["data", "import", .. arguments, "--out", _bench["mine"]]));
        Assert.False(Directory.Exists(_bench["mine"]));
    }

    [Fact]
    public async Task It_stops_when_asked_and_leaves_nothing()
    {
        _art.Write("a.png", ImportFixture.Noise(1));
        CliResult result = await CliFixture.RunAsync(new CancellationToken(canceled: true), "data", "import", _art.Path, "--out", _bench["mine"]);
        Assert.Equal((130, false), (result.Code, Directory.Exists(_bench["mine"])));
    }

    [Fact]
    public async Task Palettes_are_shown_and_converted()
    {
        string hex = _bench.Write("p.hex", "ffffff\n102030\nc81e28\n");
        CliResult shown = await CliFixture.RunAsync("data", "palette", hex);
        Assert.Contains("3 colours, 3 different", shown.Out, StringComparison.Ordinal);
        Assert.Contains("#102030", shown.Out, StringComparison.Ordinal);
        CliResult result = await CliFixture.RunAsync("data", "palette", hex, "--out", _bench["p.gpl"], "--json");
        Assert.Equal("""["#ffffff","#102030","#c81e28"]""", result.Json["colors"]!.ToJsonString());
        Assert.Equal("GIMP Palette\nName: p\nColumns: 16\n#\n255 255 255\t#ffffff\n 16  32  48\t#102030\n200  30  40\t#c81e28\n", File.ReadAllText(_bench["p.gpl"]));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "palette", _bench["p.gpl"], "--out", _bench["p.png"])).Code);
        Assert.Contains(new Rgba(0x10, 0x20, 0x30), PngReader.Read(_bench["p.png"]).Pixels.ToArray());
        Assert.Contains("(got '.jpg')", await CliFixture.RefusedAsync("data", "palette", hex, "--out", _bench["p.jpg"]));

        // A data set mapped onto it takes it whole, in its order.
        _art.Write("a.png", ImportFixture.Noise(1));
        Assert.Equal(0, (await CliFixture.RunAsync("data", "import", _art.Path, "--palette", _bench["p.gpl"], "--out", _bench["mine"])).Code);
        Assert.Equal("255 255 255\n16 32 48\n200 30 40\n", File.ReadAllText(Path.Combine(_bench["mine"], "colormap.txt")));
    }
}
