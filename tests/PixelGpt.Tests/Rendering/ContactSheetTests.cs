using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Tests.Rendering;

public sealed class ContactSheetTests
{
    // The position of the first panel of a sheet, and the distance to the next cell.
    private const int Margin = 24;
    private const int GridTop = 24 + 30 + 11;
    private const int TriptychTop = GridTop + 16;
    private const int Gap = 18;
    private const int PanelGap = 8;

    private static readonly Palette Colors = new([new(255, 255, 255), new(20, 40, 200), new(200, 30, 40)]);
    private static readonly Rgba White = new(255, 255, 255);
    private static readonly Rgba Blue = new(20, 40, 200);
    private static readonly Rgba Red = new(200, 30, 40);

    [Fact]
    public void Ninety_six_sprites_of_20_by_20_make_6_rows_of_16_about_1600_wide()
    {
        PixelImage sheet = ContactSheet.Grid([.. Enumerable.Repeat(Blank(20, 20), 96)], Colors, "train");
        Assert.InRange(sheet.Width, 1500, 1700);
        Assert.Equal((2 * Margin) + (16 * 80) + (15 * Gap), sheet.Width);
        Assert.Equal(GridTop + (6 * 80) + (5 * (11 + Gap)) + Margin, sheet.Height);
        Assert.Equal(96 * 80 * 80, Count(sheet, White));
    }

    [Fact]
    public void Fewer_sprites_make_a_smaller_sheet()
    {
        PixelImage row = ContactSheet.Grid([.. Enumerable.Repeat(Blank(20, 20), 3)], Colors, "dev");
        Assert.Equal(((2 * Margin) + (3 * 80) + (2 * Gap), GridTop + 80 + Margin), (row.Width, row.Height));
        PixelImage two = ContactSheet.Grid([.. Enumerable.Repeat(Blank(20, 20), 17)], Colors, "dev");
        Assert.Equal(((2 * Margin) + (16 * 80) + (15 * Gap), GridTop + (2 * 80) + 11 + Gap + Margin), (two.Width, two.Height));
    }

    [Fact]
    public void Sprites_of_different_sizes_have_one_scale_and_are_in_the_middle_of_equal_cells()
    {
        // The scale is 88 / 14, rounded down, because the longer sides are 20 and 8 pixels. The sprite of 8×8 pixels is in the middle of its cell of 120×60 pixels.
        PixelImage sheet = ContactSheet.Grid([Blank(20, 10), Dot(8, 8, x: 0, y: 0)], Colors, "mixed");
        Assert.Equal(((2 * Margin) + (2 * 120) + Gap, GridTop + 60 + Margin), (sheet.Width, sheet.Height));
        Assert.Equal((20 * 10 * 36) + (8 * 8 * 36) - 36, Count(sheet, White));
        int left = Margin + 120 + Gap + 36, top = GridTop + 6;
        Assert.Equal((Blue, Blue), (sheet[left, top], sheet[left + 5, top + 5]));
    }

    [Fact]
    public void Pixels_are_drawn_in_the_cell_of_their_sprite()
    {
        Sprite[] sprites = [.. Enumerable.Repeat(Blank(20, 20), 17), Dot(20, 20, x: 3, y: 5)];
        PixelImage sheet = ContactSheet.Grid(sprites, Colors, "dots");
        int left = Margin + 80 + Gap + (3 * 4), top = GridTop + 80 + 11 + Gap + (5 * 4);
        Assert.Equal(16, Count(sheet, Blue));
        Assert.Equal((Blue, Blue), (sheet[left, top], sheet[left + 3, top + 3]));
    }

    [Theory]
    [InlineData(8, 8, 11)]
    [InlineData(16, 12, 5)]
    [InlineData(20, 20, 4)]
    [InlineData(32, 32, 2)]
    [InlineData(10, 44, 2)]
    [InlineData(100, 90, 1)]
    public void Sprites_of_any_size_are_enlarged_by_an_integer_factor(int width, int height, int factor)
    {
        PixelImage sheet = ContactSheet.Grid([Dot(width, height, x: width - 1, y: height - 1)], Colors, "one");
        Assert.Equal(factor * factor, Count(sheet, Blue));
        Assert.Equal(Blue, sheet[Margin + (width * factor) - 1, GridTop + (height * factor) - 1]);
    }

    [Fact]
    public void Prompt_completion_and_truth_are_drawn_side_by_side()
    {
        (Sprite, Sprite, Sprite?)[] rows = [.. Enumerable.Repeat((Known(20, 20, 240), Filled(20, 20, 1), (Sprite?)Filled(20, 20, 2)), 7)];
        PixelImage sheet = ContactSheet.Triptych(rows, Colors, "test: prompt | completion | truth");
        int cell = (3 * 80) + (2 * PanelGap);
        Assert.Equal((2 * Margin) + (6 * cell) + (5 * Gap), sheet.Width);
        Assert.Equal(TriptychTop + (2 * 80) + 11 + Gap + Margin, sheet.Height);
        int left = Margin, top = TriptychTop + 80 + 11 + Gap;
        Assert.Equal(White, sheet[left + 79, top + 47]);
        Assert.NotEqual(White, sheet[left, top + 48]);
        Assert.Equal((Blue, Blue), (sheet[left + 80 + PanelGap, top], sheet[left + 160 + PanelGap - 1, top + 79]));
        Assert.Equal((Red, Red), (sheet[left + 160 + (2 * PanelGap), top], sheet[left + 240 + (2 * PanelGap) - 1, top + 79]));
        Assert.Equal((7 * 6400, 7 * 6400, 7 * 20 * 12 * 16), (Count(sheet, Blue), Count(sheet, Red), Count(sheet, White)));
    }

    [Fact]
    public void Without_truths_there_are_two_panels_and_a_missing_truth_leaves_a_gap()
    {
        (Sprite, Sprite, Sprite?) without = (Known(20, 20, 240), Filled(20, 20, 1), null), with = (Known(20, 20, 240), Filled(20, 20, 1), Filled(20, 20, 2));
        PixelImage pairs = ContactSheet.Triptych([without, without, without], Colors, "pairs");
        Assert.Equal((2 * Margin) + (3 * (160 + PanelGap)) + (2 * Gap), pairs.Width);
        PixelImage mixed = ContactSheet.Triptych([without, with], Colors, "mixed");
        Assert.Equal((2 * 6400, 6400), (Count(mixed, Blue), Count(mixed, Red)));
    }

    [Theory]
    [InlineData(240, 12, 12)]
    [InlineData(245, 13, 12)]
    public void Ticks_mark_the_end_of_the_prompt(int known, int rowsLeft, int rowsRight)
    {
        PixelImage sheet = ContactSheet.Triptych([(Known(20, 20, known), Filled(20, 20, 1), null)], Colors, "tick");
        Rgba marker = sheet[Margin - 1, TriptychTop + (rowsLeft * 4)];
        Assert.NotEqual(sheet[0, 0], marker);
        Assert.Equal(marker, sheet[Margin - 4, TriptychTop + (rowsLeft * 4) - 1]);
        Assert.Equal(marker, sheet[Margin + 80, TriptychTop + (rowsRight * 4)]);
        Assert.Equal(6400, Count(sheet, Blue));
    }

    [Fact]
    public void The_title_and_the_numbers_are_drawn()
    {
        Sprite[] sprite = [Blank(20, 20)];
        PixelImage plain = ContactSheet.Grid(sprite, Colors, "");
        Assert.True(Differs(plain, ContactSheet.Grid(sprite, Colors, "a", firstNumber: 0), 0, Margin, Margin + 30));
        Assert.True(Differs(plain, ContactSheet.Grid(sprite, Colors, "", firstNumber: 7), 0, Margin + 30, GridTop));
        Assert.False(Differs(plain, ContactSheet.Grid(sprite, Colors, "", firstNumber: 7), 0, GridTop, plain.Height));
    }

    [Fact]
    public void A_long_title_widens_a_small_sheet_and_unknown_characters_are_boxes()
    {
        Sprite[] sprite = [Blank(20, 20)];
        Assert.Equal((2 * Margin) + (10 * 12) - 2, ContactSheet.Grid(sprite, Colors, "ten lettrs").Width);
        Assert.InRange(ContactSheet.Grid(sprite, Colors, new string('é', 5000)).Width, 1500, 1700);
    }

    [Fact]
    public void A_sheet_is_written_as_an_indexed_picture()
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, ContactSheet.Triptych([(Known(20, 20, 240), Filled(20, 20, 1), Filled(20, 20, 2))], Colors, "small"));
        Assert.Equal((4, 3), (stream.ToArray()[24], stream.ToArray()[25]));
    }

    [Fact]
    public void No_sprites_or_too_many_are_rejected()
    {
        Assert.Contains("(got 0)", Assert.Throws<InputException>(() => ContactSheet.Grid([], Colors, "")).Message, StringComparison.Ordinal);
        Sprite[] many = [.. Enumerable.Repeat(Blank(2, 2), 97)];
        Assert.Contains("(got 97)", Assert.Throws<InputException>(() => ContactSheet.Grid(many, Colors, "")).Message, StringComparison.Ordinal);
        Sprite[] vast = [new Sprite(1_000_000_000, 1_000_000_000, [0])];
        Assert.Contains("exceeds the limit", Assert.Throws<InputException>(() => ContactSheet.Grid(vast, Colors, "")).Message, StringComparison.Ordinal);
    }

    private static Sprite Blank(int width, int height) => Filled(width, height, 0);

    private static Sprite Filled(int width, int height, int index) => new(width, height, [.. Enumerable.Repeat(index, width * height)]);

    private static Sprite Known(int width, int height, int known) => new(width, height, [.. Enumerable.Repeat(0, known)]);

    private static Sprite Dot(int width, int height, int x, int y)
    {
        var pixels = new int[width * height];
        pixels[(y * width) + x] = 1;
        return new Sprite(width, height, pixels);
    }

    private static int Count(PixelImage image, Rgba color) => image.Pixels.ToArray().Count(pixel => pixel == color);

    /// <summary>Whether two sheets differ in a range of rows, up to the width of the narrower one.</summary>
    private static bool Differs(PixelImage a, PixelImage b, int left, int top, int bottom)
    {
        int width = Math.Min(a.Width, b.Width) - left;
        for (int y = top; y < bottom; y++)
        {
            if (!a.Row(y).Slice(left, width).SequenceEqual(b.Row(y).Slice(left, width))) return true;
        }

        return false;
    }
}
