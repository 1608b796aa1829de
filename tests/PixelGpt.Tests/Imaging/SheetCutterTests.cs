using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;

namespace PixelGpt.Tests.Imaging;

public sealed class SheetCutterTests
{
    private static readonly Rgb White = new(255, 255, 255);

    [Fact]
    public void A_grid_is_cut_row_by_row_with_margin_and_spacing()
    {
        var cutter = new GridCutter((4, 3), margin: 2, spacing: 1);
        Assert.Equal(
            [new(2, 2, 4, 3), new(7, 2, 4, 3), new(2, 6, 4, 3), new(7, 6, 4, 3)],
            cutter.Cut(new PixelImage(13, 11)));
        // Incomplete tiles are ignored, and no spacing is needed after the last tile.
        Assert.Equal(4, cutter.Cut(new PixelImage(15, 12)).Count);
        Assert.Equal(6, cutter.Cut(new PixelImage(16, 12)).Count);
        Assert.Equal(2, cutter.Cut(new PixelImage(10, 9)).Count);
    }

    [Fact]
    public void Margin_and_spacing_can_differ_horizontally_and_vertically() => Assert.Equal(
        [new(2, 4, 4, 3), new(7, 4, 4, 3), new(2, 10, 4, 3), new(7, 10, 4, 3)],
        new GridCutter((4, 3), margin: (2, 4), spacing: (1, 3)).Cut(new PixelImage(11, 13)));

    [Fact]
    public void Invalid_grids_are_rejected()
    {
        Assert.Contains("no tile of 4×3 fits into a sheet of 5×3", Refused(() => _ = new GridCutter((4, 3), margin: 2).Cut(new PixelImage(5, 3))), StringComparison.Ordinal);
        Assert.Contains("margin must be 0 to 4096 (got -1)", Refused(() => _ = new GridCutter((4, 3), margin: -1)), StringComparison.Ordinal);
        Assert.Contains("spacing must be 0 to 4096 (got 5000)", Refused(() => _ = new GridCutter((4, 3), spacing: 5000)), StringComparison.Ordinal);
        Assert.Contains("0×3", Refused(() => _ = new GridCutter((0, 3))), StringComparison.Ordinal);
        Assert.Contains("the maximum is 1048576", Refused(() => _ = new GridCutter((1, 1)).Cut(new PixelImage(2048, 1024))), StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_separate_sprites_of_any_size()
    {
        PixelImage sheet = Draw(
            "..........",
            ".##..####.",
            ".##..#..#.",
            "......##..",
            "..........",
            "#.#....##.",
            "#.#....##.");
        Assert.Equal([new(1, 1, 2, 2), new(5, 1, 4, 3), new(0, 5, 1, 2), new(2, 5, 1, 2), new(7, 5, 2, 2)], new GapCutter(1, White).Cut(sheet));
        Assert.Equal([new(0, 1, 9, 6)], new GapCutter(3, White).Cut(sheet));
    }

    [Fact]
    public void Gaps_below_the_minimum_do_not_separate_sprites()
    {
        PixelImage sheet = Draw(
            "##.#...##",
            "##.#...##");
        Assert.Equal([new(0, 0, 2, 2), new(3, 0, 1, 2), new(7, 0, 2, 2)], new GapCutter(1, White).Cut(sheet));
        Assert.Equal([new(0, 0, 4, 2), new(7, 0, 2, 2)], new GapCutter(2, White).Cut(sheet));
        Assert.Equal([new(0, 0, 9, 2)], new GapCutter(4, White).Cut(sheet));
    }

    [Fact]
    public void Sprites_beside_a_taller_one_are_separated()
    {
        PixelImage sheet = Draw(
            "##.##",
            "##...",
            "##.##",
            "##.##");
        Assert.Equal([new(0, 0, 2, 4), new(3, 0, 2, 1), new(3, 2, 2, 2)], new GapCutter(1, White).Cut(sheet));
    }

    [Fact]
    public void On_an_opaque_sheet_the_background_separates_sprites()
    {
        PixelImage sheet = Draw("#.##", "#.##");
        foreach (ref Rgba pixel in sheet.Pixels) pixel = pixel.A == 0 ? new Rgba(255, 0, 255) : pixel;
        Assert.Equal([new(0, 0, 1, 2), new(2, 0, 2, 2)], new GapCutter(1, new Rgb(255, 0, 255)).Cut(sheet));
        Assert.Equal([new(0, 0, 4, 2)], new GapCutter(1, White).Cut(sheet));
        Assert.Empty(new GapCutter(1, White).Cut(new PixelImage(5, 5)));
    }

    [Fact]
    public void The_number_of_alternating_cuts_is_limited()
    {
        // Each cut leaves a slightly smaller area, so there are as many cuts as steps.
        var sheet = new PixelImage(400, 400);
        for (int step = 0; step < 100; step++)
        {
            sheet.Fill(2 * step, 2 * step, 1, 400 - (4 * step), new Rgba(0, 0, 0));
            if (400 - (4 * step) - 2 > 0) sheet.Fill((2 * step) + 2, 2 * step, 400 - (4 * step) - 2, 1, new Rgba(0, 0, 0));
        }

        IReadOnlyList<PixelArea> areas = new GapCutter(1, White).Cut(sheet);
        Assert.InRange(areas.Count, 2, 200);
        Assert.All(areas, a => Assert.True(a.Width > 0 && a.Height > 0 && a.X + a.Width <= 400 && a.Y + a.Height <= 400));
    }

    internal static PixelImage Draw(params string[] rows)
    {
        var image = new PixelImage(rows[0].Length, rows.Length);
        for (int y = 0; y < rows.Length; y++)
        {
            for (int x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x] == '#') image[x, y] = new Rgba(10, 20, 30);
            }
        }

        return image;
    }

    private static string Refused(Action action) => Assert.Throws<InputException>(action).Message;
}
