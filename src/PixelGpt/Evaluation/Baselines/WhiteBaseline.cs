using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Paints nothing: the background, index 0, which is white in every data set here.</summary>
public sealed class WhiteBaseline : IBaseline
{
    /// <summary>Its name, which warnings look it up by.</summary>
    public const string Key = "white";

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public string Description => "the rest left white (index 0)";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int[] pixels = sprite.Pixels.ToArray();
        Array.Fill(pixels, ForegroundAccuracy.Background, promptLength, pixels.Length - promptLength);
        return pixels;
    }
}
