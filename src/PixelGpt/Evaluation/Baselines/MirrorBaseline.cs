using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Mirrors the prompt rows downwards, repeatedly if they are fewer than half of the picture.</summary>
internal sealed class MirrorBaseline : IBaseline
{
    /// <inheritdoc/>
    public string Name => "mirror";

    /// <inheritdoc/>
    public string Description => "prompt rows mirrored downwards";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int rows = promptLength / sprite.Width;
        if (rows == 0) return new RepeatLastRowBaseline().Complete(sprite, promptLength);
        int[] pixels = sprite.Pixels.ToArray();
        for (int at = promptLength; at < pixels.Length; at++)
        {
            int row = at / sprite.Width % (2 * rows), from = row < rows ? row : (2 * rows) - 1 - row;
            pixels[at] = pixels[(from * sprite.Width) + (at % sprite.Width)];
        }

        return pixels;
    }
}
