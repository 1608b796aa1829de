using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>The true pictures: the best possible scores, and the similarity of real sprites to the train split.</summary>
internal sealed class TruthBaseline : IBaseline
{
    /// <summary>The name of this baseline.</summary>
    public const string Key = "truth";

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public string Description => "true pictures";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        return sprite.Pixels.ToArray();
    }
}
