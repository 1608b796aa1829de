using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using Layout = PixelGpt.Data.Palettes.PalettePictureLayout;

namespace PixelGpt.Rendering;

/// <summary>Draws a palette: one square per colour, 16 per row, each with its index and its hexadecimal value below. <see cref="PaletteFile"/> reads these pictures.</summary>
internal static class PalettePicture
{
    /// <summary>Maximum number of colours shown.</summary>
    public const int MaxColors = 1024;

    private const int TitleScale = 2;

    /// <summary>Draws a palette, or its first <see cref="MaxColors"/> colours.</summary>
    /// <param name="palette">The palette.</param>
    /// <param name="title">Title above the colours.</param>
    /// <returns>The picture.</returns>
    public static PixelImage Draw(Palette palette, string title)
    {
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(title);
        int shown = Math.Min(palette.Count, MaxColors), columns = Math.Min(shown, Layout.Columns), rows = (shown + Layout.Columns - 1) / Layout.Columns;
        string heading = shown < palette.Count ? $"{title} (the first {shown})" : title;
        int width = Math.Max(Layout.WidthOf(columns), Math.Min(PixelFont.WidthOf(heading, TitleScale), Layout.WidthOf(Layout.Columns)));
        var picture = new PixelImage(width + (2 * Layout.Margin), Layout.HeightOf(rows)) { IsOverview = true };
        picture.Fill(0, 0, picture.Width, picture.Height, SheetColors.Background);
        PixelFont.Draw(picture, PixelFont.Fit(heading, width, TitleScale), Layout.Margin, Layout.Margin, TitleScale, SheetColors.Title);
        for (int i = 0; i < shown; i++)
        {
            (int left, int top) = Layout.PositionOf(i);
            int label = top + Layout.Swatch;
            picture.Fill(left, top, Layout.Swatch, Layout.Swatch, Rgba.From(palette[i]));
            PixelFont.Draw(picture, i.ToString(), left, label + 3, 1, SheetColors.Title);
            PixelFont.Draw(picture, palette[i].ToString(), left, label + 4 + PixelFont.LineHeight, 1, SheetColors.Label);
        }

        return picture;
    }
}
