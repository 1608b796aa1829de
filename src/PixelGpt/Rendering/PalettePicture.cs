using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Draws a palette: one square per colour, 16 per row, each with its index and its hexadecimal value below.</summary>
internal static class PalettePicture
{
    /// <summary>Maximum number of colours shown.</summary>
    public const int MaxColors = 1024;

    private const int Margin = 24;
    private const int Columns = 16;
    private const int Swatch = 48;
    private const int Gap = 10;
    private const int TitleScale = 2;
    private const int TitleBand = (PixelFont.LineHeight * TitleScale) + 12;
    private const int LabelBand = (2 * PixelFont.LineHeight) + 6;

    /// <summary>Draws a palette, or its first <see cref="MaxColors"/> colours.</summary>
    /// <param name="palette">The palette.</param>
    /// <param name="title">Title above the colours.</param>
    /// <returns>The picture.</returns>
    public static PixelImage Draw(Palette palette, string title)
    {
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(title);
        int shown = Math.Min(palette.Count, MaxColors), columns = Math.Min(shown, Columns), rows = (shown + Columns - 1) / Columns;
        string heading = shown < palette.Count ? $"{title} (the first {shown})" : title;
        int width = Math.Max((columns * (Swatch + Gap)) - Gap, Math.Min(PixelFont.WidthOf(heading, TitleScale), (Columns * (Swatch + Gap)) - Gap));
        var picture = new PixelImage(width + (2 * Margin), Margin + TitleBand + (rows * (Swatch + LabelBand + Gap)) - Gap + Margin) { IsOverview = true };
        picture.Fill(0, 0, picture.Width, picture.Height, SheetColors.Background);
        PixelFont.Draw(picture, PixelFont.Fit(heading, width, TitleScale), Margin, Margin, TitleScale, SheetColors.Title);
        for (int i = 0; i < shown; i++)
        {
            int left = Margin + (i % Columns * (Swatch + Gap)), top = Margin + TitleBand + (i / Columns * (Swatch + LabelBand + Gap));
            picture.Fill(left, top, Swatch, Swatch, Rgba.From(palette[i]));
            PixelFont.Draw(picture, i.ToString(), left, top + Swatch + 3, 1, SheetColors.Title);
            PixelFont.Draw(picture, palette[i].ToString(), left, top + Swatch + 4 + PixelFont.LineHeight, 1, SheetColors.Label);
        }

        return picture;
    }
}
