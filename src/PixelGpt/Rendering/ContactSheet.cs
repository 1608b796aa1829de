using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>
/// Draws many sprites on one picture, each with its number, enlarged by an integer factor. The background is grey so that white
/// sprites are visible. A full sheet of 20×20 sprites is about 1600 pixels wide; fewer sprites make a smaller sheet at the same
/// scale, so that sheets can be compared. Sprites of different sizes have the same scale.
/// </summary>
public static class ContactSheet
{
    /// <summary>Maximum number of sprites, or rows of panels, of a sheet.</summary>
    public const int MaxSprites = 96;

    /// <summary>Draws sprites in rows of 16.</summary>
    /// <param name="sprites">1 to <see cref="MaxSprites"/> sprites.</param>
    /// <param name="palette">Palette of the sprites.</param>
    /// <param name="title">Title above the sprites.</param>
    /// <param name="firstNumber">Number of the first sprite.</param>
    /// <returns>The contact sheet.</returns>
    /// <exception cref="InputException">There are no sprites or too many, a pixel is outside the palette, or the sheet is too large.</exception>
    public static PixelImage Grid(IReadOnlyList<Sprite> sprites, Palette palette, string title, int firstNumber = 0)
    {
        return Grid(sprites, palette, title, firstNumber, transparent: null);
    }

    /// <summary>Draws sprites in rows of 16, one of whose colours may be transparent.</summary>
    /// <param name="sprites">1 to <see cref="MaxSprites"/> sprites.</param>
    /// <param name="palette">Palette of the sprites.</param>
    /// <param name="title">Title above the sprites.</param>
    /// <param name="firstNumber">Number of the first sprite.</param>
    /// <param name="transparent">Palette index that is transparent; null for none.</param>
    internal static PixelImage Grid(IReadOnlyList<Sprite> sprites, Palette palette, string title, int firstNumber, int? transparent)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        return Draw([.. sprites.Select(sprite => new PanelRow([sprite]) { Transparent = transparent })], [], palette, title, firstNumber);
    }

    /// <summary>
    /// Draws prompt, completion and truth side by side; if no row has a truth, only the first two. Ticks next to the pictures and a
    /// bar next to the generated pixels mark the end of the prompt.
    /// </summary>
    /// <param name="rows">1 to <see cref="MaxSprites"/> rows. Prompts are partial sprites; truths may be null.</param>
    /// <param name="palette">Palette of the sprites.</param>
    /// <param name="title">Title above the rows.</param>
    /// <param name="firstNumber">Number of the first row.</param>
    /// <returns>The contact sheet.</returns>
    /// <exception cref="InputException">There are no rows or too many, a pixel is outside the palette, or the sheet is too large.</exception>
    public static PixelImage Triptych(
        IReadOnlyList<(Sprite Prompt, Sprite Completion, Sprite? Truth)> rows, Palette palette, string title, int firstNumber = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Triptych(rows, [], [], palette, title, firstNumber);
    }

    /// <summary>Draws prompt, completion and truth side by side; prompts with a mask show its pixels as unknown.</summary>
    /// <param name="rows">1 to <see cref="MaxSprites"/> rows.</param>
    /// <param name="masks">For each row, whether each pixel of the prompt is unknown, or null; empty if no row has a mask.</param>
    /// <param name="transparent">For each row, the palette index that is transparent, or null; empty if no row has one.</param>
    /// <param name="palette">Palette of the sprites.</param>
    /// <param name="title">Title above the rows.</param>
    /// <param name="firstNumber">Number of the first row.</param>
    internal static PixelImage Triptych(
        IReadOnlyList<(Sprite Prompt, Sprite Completion, Sprite? Truth)> rows, IReadOnlyList<IReadOnlyList<bool>?> masks, IReadOnlyList<int?> transparent, Palette palette, string title, int firstNumber = 0)
    {
        bool hasTruth = rows.Any(row => row.Truth is not null);
        PanelRow[] cells = [.. rows.Select((row, i) => new PanelRow(
            hasTruth ? [row.Prompt, row.Completion, row.Truth] : [row.Prompt, row.Completion], row.Prompt.IsComplete ? 0 : row.Prompt.Pixels.Length, CompletionIndex: 1)
        {
            Mask = masks.Count > 0 ? masks[i] : null,
            Transparent = transparent.Count > 0 ? transparent[i] : null,
        })];
        return Draw(cells, hasTruth ? ["prompt", "completion", "truth"] : ["prompt", "completion"], palette, title, firstNumber);
    }

    /// <summary>Draws one row of sprites with prompt marks, without title and numbers.</summary>
    /// <param name="row">Sprites of one size.</param>
    /// <param name="palette">Palette of the sprites.</param>
    /// <param name="scale">Enlargement factor.</param>
    /// <param name="completionIndex">Index of the completion in the row.</param>
    /// <param name="promptLength">Number of pixels in the prompt.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="InputException">A pixel is outside the palette, or the picture is too large.</exception>
    public static PixelImage Strip(IReadOnlyList<Sprite> row, Palette palette, int scale, int completionIndex, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(row);
        int width = row[0].Width * scale, height = row[0].Height * scale;
        PixelImage strip = PixelImage.OfSize(((long)width + PanelRow.Gap) * row.Count, height + PanelRow.Gap);
        strip.Fill(0, 0, strip.Width, strip.Height, SheetColors.Background);
        new PanelRow([.. row], promptLength, completionIndex).Draw(strip, PanelRow.Gap / 2, PanelRow.Gap / 2, (width, height), scale, palette);
        return strip;
    }

    /// <summary>Draws cells with equal numbers of panels. Headings, if any, are drawn above the panels of every column.</summary>
    private static PixelImage Draw(PanelRow[] cells, string[] headings, Palette palette, string title, int firstNumber)
    {
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(title);
        if (cells.Length is 0 or > MaxSprites) throw new InputException($"a contact sheet must have 1 to {MaxSprites} sprites (got {cells.Length})");
        var layout = new ContactSheetLayout(cells, headings.Length > 0, title);
        PixelImage sheet = PixelImage.OfSize(layout.Width, layout.Height);
        sheet.IsOverview = true;
        sheet.Fill(0, 0, sheet.Width, sheet.Height, SheetColors.Background);
        layout.DrawTitle(sheet);
        layout.DrawHeadings(sheet, headings);
        for (int i = 0; i < cells.Length; i++) layout.DrawCell(sheet, i, cells[i], palette, firstNumber + i);
        return sheet;
    }
}
