using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>A way to finish pictures that takes no model. Figures of a model mean something beside those of these.</summary>
public interface IBaseline
{
    /// <summary>Its name in <c>evaluation.json</c>.</summary>
    string Name { get; }

    /// <summary>What it does, in a few words for people.</summary>
    string Description { get; }

    /// <summary>Finishes a picture.</summary>
    /// <param name="sprite">The picture, known whole; only <see cref="TruthBaseline"/> looks behind the prompt.</param>
    /// <param name="promptLength">How many of its pixels are given.</param>
    /// <returns>All pixels, the given ones included.</returns>
    int[] Complete(Sprite sprite, int promptLength);
}
