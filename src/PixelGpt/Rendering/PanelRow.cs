using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Sprites side by side, with marks at the end of the prompt.</summary>
/// <param name="Panels">The sprites; the place of a missing one stays empty.</param>
/// <param name="PromptLength">Number of pixels in the prompt; 0 for no marks.</param>
/// <param name="CompletionIndex">Index of the completion, which gets a bar next to its generated pixels.</param>
internal sealed record PanelRow(Sprite?[] Panels, int PromptLength = 0, int CompletionIndex = 0)
{
    /// <summary>Number of pixels between two panels; each half is for the ticks of one panel.</summary>
    public const int Gap = 8;

    private const int TickThickness = 2;

    /// <summary>Whether each pixel of the first panel is unknown; null if the end of the prompt says so.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }

    /// <summary>The palette index that is transparent; null for none.</summary>
    public int? Transparent { get; init; }

    /// <summary>Draws the panels at a position, each sprite in the middle of its panel. Ticks extend half a gap to either side.</summary>
    public void Draw(PixelImage sheet, int left, int top, (int Width, int Height) panelSize, int scale, Palette palette)
    {
        for (int panel = 0; panel < Panels.Length; panel++)
        {
            if (Panels[panel] is not { } sprite) continue;
            int width = sprite.Width * scale, spriteLeft = left + (panel * (panelSize.Width + Gap)) + ((panelSize.Width - width) / 2);
            int spriteTop = top + ((panelSize.Height - (sprite.Height * scale)) / 2);
            sheet.Draw(SpriteImage.Render(sprite, palette, scale, panel == 0 ? Mask : null, Transparent), spriteLeft, spriteTop);
            if (PromptLength > 0) MarkPromptEnd(sheet, sprite, spriteLeft, spriteTop, width, scale, isGenerated: panel == CompletionIndex);
        }
    }

    /// <summary>
    /// Draws ticks next to a sprite at the end of the prompt. If the prompt ends within a row, the left tick is below the
    /// row and the right one above it, like the border between known and generated pixels.
    /// </summary>
    private void MarkPromptEnd(PixelImage sheet, Sprite sprite, int left, int top, int width, int scale, bool isGenerated)
    {
        const int Tick = Gap / 2;
        int above = top + (PromptLength / sprite.Width * scale);
        int below = top + ((PromptLength + sprite.Width - 1) / sprite.Width * scale);
        sheet.Fill(left - Tick, below - (TickThickness / 2), Tick, TickThickness, SheetColors.Marker);
        sheet.Fill(left + width, above - (TickThickness / 2), Tick, TickThickness, SheetColors.Marker);
        if (isGenerated) sheet.Fill(left - TickThickness, below, TickThickness, top + (sprite.Height * scale) - below, SheetColors.Marker);
    }
}
