using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Paints each pixel as the one above it, so the last given row goes on to the bottom.</summary>
public sealed class RepeatLastRowBaseline : IBaseline
{
    /// <inheritdoc/>
    public string Name => "repeat_last_row";

    /// <inheritdoc/>
    public string Description => "the last given row repeated";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int[] pixels = sprite.Pixels.ToArray();

        // Where less than a row is given, its last pixel stands for what is missing.
        for (int at = promptLength; at < pixels.Length; at++) pixels[at] = at >= sprite.Width ? pixels[at - sprite.Width] : pixels[at - 1];
        return pixels;
    }
}
