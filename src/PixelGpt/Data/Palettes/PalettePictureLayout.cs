using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>The layout of the pictures that <c>pixelgpt data palette</c> draws: a title, and rows of squares with a label below each.</summary>
internal static class PalettePictureLayout
{
    /// <summary>Distance of title and squares from the edges.</summary>
    public const int Margin = 24;

    /// <summary>Number of squares per row.</summary>
    public const int Columns = 16;

    /// <summary>Side of a square.</summary>
    public const int Swatch = 48;

    /// <summary>Space between columns, and between a label and the next row.</summary>
    public const int Gap = 10;

    /// <summary>Height of the title.</summary>
    public const int TitleBand = 30;

    /// <summary>Height of a label.</summary>
    public const int LabelBand = 24;

    private const int RowHeight = Swatch + LabelBand + Gap;

    /// <summary>Width of the squares of a number of columns.</summary>
    public static int WidthOf(int columns) => (columns * (Swatch + Gap)) - Gap;

    /// <summary>Height of a picture with a number of rows.</summary>
    public static int HeightOf(int rows) => Margin + TitleBand + (rows * RowHeight) - Gap + Margin;

    /// <summary>The corner of the square of a colour.</summary>
    public static (int Left, int Top) PositionOf(int index) => (Margin + (index % Columns * (Swatch + Gap)), Margin + TitleBand + (index / Columns * RowHeight));

    /// <summary>Reads the colours of a picture with this layout.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>The colours, or null if the picture has another layout.</returns>
    public static List<Rgb>? Read(PixelImage image)
    {
        int rows = (image.Height - HeightOf(0)) / RowHeight;
        if (rows < 1 || image.Height != HeightOf(rows) || image.Width < WidthOf(1) + (2 * Margin) || image.Width > WidthOf(Columns) + (2 * Margin)) return null;
        if (!IsUniform(image, 0, 0, image.Width, Margin) || !IsUniform(image, 0, 0, Margin, image.Height)) return null;
        var colors = new List<Rgb>();
        for (int index = 0; index < rows * Columns; index++)
        {
            (int left, int top) = PositionOf(index);
            bool exists = left + Swatch + Margin <= image.Width && !(IsUniform(image, left, top + Swatch, Swatch, LabelBand) && image[left, top + Swatch] == image[0, 0]);
            if (!exists) break;
            if (!IsUniform(image, left, top, Swatch, Swatch)) return null;
            colors.Add(image[left, top].Rgb);
        }

        return (colors.Count + Columns - 1) / Columns == rows ? colors : null;
    }

    private static bool IsUniform(PixelImage image, int left, int top, int width, int height)
    {
        for (int y = top; y < top + height; y++)
        {
            if (image.Row(y).Slice(left, width).ContainsAnyExcept(image[left, top])) return false;
        }

        return true;
    }
}
