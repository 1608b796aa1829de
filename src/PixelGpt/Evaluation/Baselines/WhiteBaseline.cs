using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Fills the picture after the prompt with the background colour, index 0, which is white in the data sets <c>creatures</c> and <c>pokemon</c>.</summary>
internal sealed class WhiteBaseline : IBaseline
{
    /// <summary>The name of this baseline.</summary>
    public const string Key = "white";

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public string Description => "white after the prompt (index 0)";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int[] pixels = sprite.Pixels.ToArray();
        Array.Fill(pixels, ForegroundAccuracy.Background, promptLength, pixels.Length - promptLength);
        return pixels;
    }
}
