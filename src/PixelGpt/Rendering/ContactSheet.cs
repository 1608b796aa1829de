using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>
/// Many sprites on one sheet, enlarged by a whole factor so that a pixel stays a square, on grey on which white
/// sprites are seen. Every sprite has its number. A sheet of 20×20 sprites is about 1600 pixels wide; fewer sprites
/// make it smaller, not the sprites larger, so that sheets compare.
/// </summary>
public static class ContactSheet
{
    /// <summary>The most sprites, or rows of panels, that a sheet holds.</summary>
    public const int MaxSprites = 96;

    /// <summary>Lays sprites out in rows of 16.</summary>
    /// <param name="sprites">1 to <see cref="MaxSprites"/> sprites.</param>
    /// <param name="palette">The colours of their indices.</param>
    /// <param name="title">The line above them.</param>
    /// <param name="firstNumber">The number of the first sprite; the others follow.</param>
    /// <exception cref="InputException">There are no sprites or too many, an index is outside the palette, or the sheet would be too large.</exception>
    public static PixelImage Grid(IReadOnlyList<Sprite> sprites, Palette palette, string title, int firstNumber = 0)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        return Draw([.. sprites.Select(sprite => new PanelRow([sprite]))], [], palette, title, firstNumber);
    }

    /// <summary>
    /// Lays out prompt, completion and truth side by side; without any truth, the first two. Ticks beside the pictures
    /// and a bar beside what was generated show where the prompt ends.
    /// </summary>
    /// <param name="rows">1 to <see cref="MaxSprites"/> rows; a prompt is known in part, and a truth may be missing.</param>
    /// <param name="palette">The colours of their indices.</param>
    /// <param name="title">The line above them.</param>
    /// <param name="firstNumber">The number of the first row; the others follow.</param>
    /// <exception cref="InputException">As for <see cref="Grid"/>.</exception>
    public static PixelImage Triptych(
        IReadOnlyList<(Sprite Prompt, Sprite Completion, Sprite? Truth)> rows, Palette palette, string title, int firstNumber = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        bool hasTruth = rows.Any(row => row.Truth is not null);
        PanelRow[] cells = [.. rows.Select(row => new PanelRow(
            hasTruth ? [row.Prompt, row.Completion, row.Truth] : [row.Prompt, row.Completion], row.Prompt.IsComplete ? 0 : row.Prompt.Pixels.Length, Generated: 1))];
        return Draw(cells, hasTruth ? ["prompt", "completion", "truth"] : ["prompt", "completion"], palette, title, firstNumber);
    }

    /// <summary>Draws pictures side by side with the marks of <see cref="Triptych"/>, for pages that lay rows out themselves.</summary>
    /// <param name="row">The pictures, of one size.</param>
    /// <param name="palette">The colours of their indices.</param>
    /// <param name="scale">How many times larger each pixel is.</param>
    /// <param name="generated">Which picture was completed.</param>
    /// <param name="promptLength">How many pixels were given.</param>
    /// <exception cref="InputException">As for <see cref="SpriteImage.Render"/>.</exception>
    public static PixelImage Strip(IReadOnlyList<Sprite> row, Palette palette, int scale, int generated, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(row);
        int width = row[0].Width * scale, height = row[0].Height * scale;
        PixelImage strip = PixelImage.OfSize(((long)width + PanelRow.Gap) * row.Count, height + PanelRow.Gap);
        strip.Fill(0, 0, strip.Width, strip.Height, SheetColors.Background);
        new PanelRow([.. row], promptLength, generated).Draw(strip, PanelRow.Gap / 2, PanelRow.Gap / 2, width, scale, palette);
        return strip;
    }

    /// <summary>Draws cells of as many panels each; headings, if any, stand over the panels of every column.</summary>
    private static PixelImage Draw(PanelRow[] cells, string[] headings, Palette palette, string title, int firstNumber)
    {
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(title);
        if (cells.Length is 0 or > MaxSprites) throw new InputException($"{cells.Length} sprites for a sheet of 1 to {MaxSprites}; show some of them");
        var layout = new SheetLayout(cells, headings.Length > 0, title);
        PixelImage sheet = PixelImage.OfSize(layout.Width, layout.Height);
        sheet.Fill(0, 0, sheet.Width, sheet.Height, SheetColors.Background);
        layout.DrawTitle(sheet);
        layout.DrawHeadings(sheet, headings);
        for (int i = 0; i < cells.Length; i++) layout.DrawCell(sheet, i, cells[i], palette, firstNumber + i);
        return sheet;
    }
}
