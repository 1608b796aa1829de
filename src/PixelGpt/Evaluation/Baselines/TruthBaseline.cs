using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>The true pictures: what a perfect model would score, and how near real sprites are to the training split by themselves.</summary>
public sealed class TruthBaseline : IBaseline
{
    /// <summary>Its name, which warnings look it up by.</summary>
    public const string Key = "truth";

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public string Description => "the true pictures";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        return sprite.Pixels.ToArray();
    }
}
