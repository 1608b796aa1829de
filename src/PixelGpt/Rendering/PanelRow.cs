using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Pictures of one size side by side, with marks where what was given ends.</summary>
/// <param name="Panels">The pictures; a missing one leaves its place empty.</param>
/// <param name="Known">How many pixels were given; 0 for no marks.</param>
/// <param name="Generated">Which picture was completed, and has a bar beside what was.</param>
internal sealed record PanelRow(Sprite?[] Panels, int Known = 0, int Generated = 0)
{
    /// <summary>Pixels between panels, half of them for the ticks of either.</summary>
    public const int Gap = 8;

    private const int TickThickness = 2;

    /// <summary>Draws the panels from a top left corner on, each enlarged; ticks reach half a gap to either side.</summary>
    public void Draw(PixelImage sheet, int left, int top, int panelWidth, int scale, Palette palette)
    {
        for (int panel = 0; panel < Panels.Length; panel++)
        {
            if (Panels[panel] is not { } sprite) continue;
            int panelLeft = left + (panel * (panelWidth + Gap));
            sheet.Draw(SpriteImage.Render(sprite, palette, scale), panelLeft, top);
            if (Known > 0) MarkPromptEnd(sheet, sprite, panelLeft, top, panelWidth, scale, isGenerated: panel == Generated);
        }
    }

    /// <summary>
    /// Ticks in the gaps beside a panel at the end of the prompt. If that is within a row, the left tick is below the
    /// row and the right one above it, as the border between known and generated pixels runs.
    /// </summary>
    private void MarkPromptEnd(PixelImage sheet, Sprite sprite, int left, int top, int panelWidth, int scale, bool isGenerated)
    {
        const int Tick = Gap / 2;
        int above = top + (Known / sprite.Width * scale);
        int below = top + ((Known + sprite.Width - 1) / sprite.Width * scale);
        sheet.Fill(left - Tick, below - (TickThickness / 2), Tick, TickThickness, SheetColors.Marker);
        sheet.Fill(left + panelWidth, above - (TickThickness / 2), Tick, TickThickness, SheetColors.Marker);
        if (isGenerated) sheet.Fill(left - TickThickness, below, TickThickness, top + (sprite.Height * scale) - below, SheetColors.Marker);
    }
}
