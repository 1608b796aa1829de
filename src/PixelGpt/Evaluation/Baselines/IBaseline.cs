using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>A method of completing pictures without a model, for comparison with models.</summary>
internal interface IBaseline
{
    /// <summary>The name in <c>evaluation.json</c>.</summary>
    string Name { get; }

    /// <summary>A short description for tables.</summary>
    string Description { get; }

    /// <summary>Completes a picture.</summary>
    /// <param name="sprite">The complete sprite. Only <see cref="TruthBaseline"/> uses the pixels after the prompt.</param>
    /// <param name="promptLength">Number of pixels in the prompt.</param>
    /// <returns>All pixels, prompt included.</returns>
    int[] Complete(Sprite sprite, int promptLength);
}
