using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Copies each pixel from the one above it, so the last prompt row is repeated.</summary>
internal sealed class RepeatLastRowBaseline : IBaseline
{
    /// <inheritdoc/>
    public string Name => "repeat_last_row";

    /// <inheritdoc/>
    public string Description => "last prompt row repeated";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int[] pixels = sprite.Pixels.ToArray();

        // If the prompt is shorter than a row, its last pixel is repeated.
        for (int at = promptLength; at < pixels.Length; at++) pixels[at] = at >= sprite.Width ? pixels[at - sprite.Width] : pixels[at - 1];
        return pixels;
    }
}
