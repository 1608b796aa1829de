using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Import;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Import;

/// <summary>Tests that an import drops no drawn pixel without saying it, and that it suggests what would avoid it.</summary>
public sealed class ImportLossTests : IDisposable
{
    private static readonly Rgb White = new(255, 255, 255), Black = new(0, 0, 0), Magenta = new(255, 0, 255);

    private readonly ImportFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Tiles_that_are_cut_off_at_the_edges_are_reported()
    {
        PixelImage whole = ImportFixture.Sheet([.. Enumerable.Range(0, 6).Select(i => ImportFixture.Noise(i))], 3, 0, 0);
        _fixture.Write("cut.png", whole.Crop(new PixelArea(0, 0, 20, 13)));
        _fixture.Write("whole.png", whole);
        ImportReport report = _fixture.Import(new ImportOptions { Cutter = new GridCutter((8, 8)) }).Report;
        int left = whole.Crop(new PixelArea(0, 0, 20, 13)).Pixels.ToArray().Count(p => p.A > 0) - whole.Crop(new PixelArea(0, 0, 16, 8)).Pixels.ToArray().Count(p => p.A > 0);
        string note = Assert.Single(report.Warnings);
        Assert.Contains("cut.png: 2 of 6 tiles were cut; the other 4 are incomplete at the right and bottom edges", note, StringComparison.Ordinal);
        Assert.Contains($"their {left} drawn pixels were left out", note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_edge_is_not_reported()
    {
        var sheet = new PixelImage(20, 11);
        sheet.Draw(ImportFixture.Noise(1), 1, 1);
        sheet.Draw(ImportFixture.Noise(2), 10, 1);
        _fixture.Write("transparent.png", sheet);
        foreach (ref Rgba pixel in sheet.Pixels) pixel = pixel.A == 0 ? Rgba.From(Magenta) : pixel;
        _fixture.Write("magenta.png", sheet);
        Assert.Empty(_fixture.Import(new ImportOptions { Cutter = new GridCutter((8, 8), margin: 1, spacing: 1) }).Report.Warnings);
    }

    [SharedFact]
    public void A_sheet_whose_last_tiles_are_cut_is_reported()
    {
        string sheet = SharedData.PathOf("cases", "sheets", "partial.png");
        ImportReport report = SpriteImport.Run("partial", [new PictureFile(sheet, IsSheet: true)], new ImportOptions { Cutter = new GridCutter((16, 16)) }).Report;
        Assert.Contains("15 of 24 tiles were cut; the other 9 are incomplete", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Drawn_pixels_of_the_background_colour_are_kept_apart_from_transparency()
    {
        PixelImage sprite = ImportFixture.Draw("........", ".######.", ".#rrrr#.", ".#rrrr#.", ".#rrrr#.", ".#rrrr#.", ".######.", "........");
        foreach (ref Rgba pixel in sprite.Pixels) pixel = pixel == ImportFixture.Ink ? Rgba.From(Black) : pixel;
        _fixture.Write("a.png", sprite);
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions { Background = Black });
        Assert.Equal([Black, Black, ImportFixture.Red.Rgb], data.Palette.Colors.ToArray());
        Assert.Equal((0L, 0L, true), (report.Colors.BecameBackground, report.Colors.Difference.Changed, report.Colors.HasDrawnBackgroundColor));
        Assert.Equal(sprite.Pixels.ToArray().Select(p => p.A > 0), data["train"][0].Pixels.ToArray().Select(p => p > 0));

        // The picture of a prompt has the same pixels.
        Assert.Equal(data["train"][0].Pixels.ToArray(), SpriteImage.ToSprite(sprite, data.Palette).Sprite.Pixels.ToArray());
    }

    [Fact]
    public void Drawn_pixels_that_become_background_are_counted_as_changed()
    {
        PixelImage sprite = ImportFixture.Draw("........", ".######.", ".#rrrr#.", ".#rrrr#.", ".#rrrr#.", ".#rrrr#.", ".######.", "........");
        sprite[3, 3] = new Rgba(15, 15, 15);
        _fixture.Write("a.png", sprite);
        var options = new ImportOptions { Palette = new Palette([ImportFixture.Ink.Rgb, ImportFixture.Red.Rgb]) };
        ImportReport report = _fixture.Import(options).Report;
        Assert.Equal((21L, 21L), (report.Colors.BecameBackground, report.Colors.Difference.Changed));
        Assert.Equal(21, (long)report.ToJson()["pixels_became_background"]!);

        // Without transparency, pixels of the background colour are the background.
        foreach (ref Rgba pixel in sprite.Pixels) pixel = pixel.A == 0 ? ImportFixture.Ink : pixel;
        _fixture.Write("a.png", sprite);
        Assert.Equal(1, _fixture.Import(options).Report.Colors.BecameBackground);
    }

    [Fact]
    public void Semi_transparent_pixels_are_counted()
    {
        PixelImage sprite = ImportFixture.Noise(3);
        (sprite[0, 0], sprite[1, 0], sprite[2, 0]) = (new Rgba(200, 0, 0, 128), new Rgba(200, 0, 0, 127), new Rgba(200, 0, 0, 1));
        _fixture.Write("a.png", sprite);
        ImportReport report = _fixture.Import(new ImportOptions()).Report;
        Assert.Equal((1L, 2L), (report.MadeOpaque, report.MadeTransparent));
        report = _fixture.Import(new ImportOptions { Alpha = AlphaRule.Blend }).Report;
        Assert.Equal((3L, 0L), (report.MadeOpaque, report.MadeTransparent));
    }

    [Fact]
    public void A_key_colour_in_the_corners_is_suggested_as_background()
    {
        PixelImage sheet = ImportFixture.Sheet([.. Enumerable.Range(0, 6).Select(i => ImportFixture.Noise(i))], 3, 1, 1);
        foreach (ref Rgba pixel in sheet.Pixels) pixel = pixel.A == 0 ? Rgba.From(Magenta) : pixel;
        _fixture.Write("sheet.png", sheet);
        var tiles = new GridCutter((8, 8), margin: 1, spacing: 1);
        Assert.Equal(Magenta, _fixture.Import(new ImportOptions { Cutter = tiles }).Report.SuggestedBackground);
        Assert.Null(_fixture.Import(new ImportOptions { Cutter = tiles, Background = Magenta }).Report.SuggestedBackground);
        Assert.Null(_fixture.Import(new ImportOptions { Cutter = tiles, Background = White }).Report.SuggestedBackground);
        _fixture.Write("sheet.png", ImportFixture.Sheet([ImportFixture.Noise(0), ImportFixture.Noise(1)], 2, 1, 1));
        Assert.Null(_fixture.Import(new ImportOptions { Cutter = tiles }).Report.SuggestedBackground);
    }

    [SharedTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sheet_that_is_too_large_for_a_sprite_suggests_the_options_to_cut_it(bool gaps)
    {
        PictureFile[] sheet = [new PictureFile(SharedData.PathOf("cases", "sheets", "magenta_bg.png"), gaps)];
        string message = Assert.Throws<InputException>(() => SpriteImport.Run("magenta", sheet, new ImportOptions { Cutter = gaps ? new GapCutter(1, White) : null })).Message;
        Assert.Contains("add --background ff00ff", message, StringComparison.Ordinal);
        Assert.Equal(!gaps, message.Contains("cut it with --tile", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sheet_without_options_to_cut_it_is_not_shrunk_to_one_sprite()
    {
        PixelImage[] sprites = [.. Enumerable.Range(0, 6).Select(i => ImportFixture.Draw("..####..", ".#rrrr#.", "#rrrrrr#", "#rbrrbr#", "#rrrrrr#", "#rrbbrr#", ".#rrrr#.", "..####.."))];
        _fixture.Write("sheet.png", ImportFixture.Sheet(sprites, 3, 1, 2));
        _fixture.Write("a.png", ImportFixture.Noise(1));
        ImportReport report = _fixture.Import(new ImportOptions { Size = (8, 8) }).Report;
        Assert.Contains("sheet.png: this seems to be a sheet of 6 sprites; cut it with --tile WxH or --gaps", Assert.Single(report.SkippedFiles), StringComparison.Ordinal);

        // If it is small enough for a sprite it is imported, and reported.
        report = _fixture.Import(new ImportOptions()).Report;
        Assert.Equal((2, 0), (report.Sprites, report.SkippedFiles.Count));
        Assert.Contains("sheet.png: this seems to be a sheet of 6 sprites", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Equal(6, _fixture.Import(new ImportOptions { Cutter = new GapCutter(1, White) }, "sheet.png").Report.Found);
    }

    [Fact]
    public void Colours_on_the_edge_that_are_almost_the_background_join_it()
    {
        PixelImage sprite = ImportFixture.Noise(5, 12, 12);
        for (int y = 0; y < 12; y++)
        {
            for (int x = 0; x < 12; x++)
            {
                bool isEdge = x < 2 || y < 2 || x > 9 || y > 9;
                if (isEdge || sprite[x, y].A == 0) sprite[x, y] = (x + y) % 4 == 0 ? new Rgba(255, 255, 255) : new Rgba(250, 252, 249);
            }
        }

        int near = sprite.Pixels.ToArray().Count(p => p == new Rgba(250, 252, 249));
        _fixture.Write("a.png", sprite);
        (SpriteDataset data, ImportReport report) = _fixture.Import(new ImportOptions());
        Assert.Equal(((long)near, 4), (report.JoinedBackground, data.Palette.Count));
        Assert.DoesNotContain(new Rgb(250, 252, 249), data.Palette.Colors.ToArray());

        // A drawn colour that is almost the background remains if the edge is the background.
        for (int i = 0; i < 12; i++) sprite[i, 0] = sprite[i, 11] = sprite[0, i] = sprite[11, i] = new Rgba(255, 255, 255);
        sprite[5, 5] = new Rgba(250, 252, 249);
        _fixture.Write("a.png", sprite);
        (data, report) = _fixture.Import(new ImportOptions());
        Assert.Equal(0, report.JoinedBackground);
        Assert.Contains(new Rgb(250, 252, 249), data.Palette.Colors.ToArray());
    }
}
