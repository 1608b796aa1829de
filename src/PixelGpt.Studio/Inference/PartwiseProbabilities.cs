using PixelGpt.Data;
using PixelGpt.Evaluation;

namespace PixelGpt.Studio.Inference;

/// <summary>Computes a model's distribution for each pixel of a picture of any size. What does not fit the model is computed in parts.</summary>
internal static class PartwiseProbabilities
{
    /// <summary>Computes the distributions.</summary>
    /// <param name="likelihood">The model.</param>
    /// <param name="sprite">The picture, which may be partial.</param>
    /// <param name="sizes">The sizes that the model sees at once.</param>
    /// <param name="alternatives">The number of most probable colours to return per pixel.</param>
    /// <param name="cancellationToken">Cancellation token; checked before each part.</param>
    /// <returns>One element per pixel after the first.</returns>
    /// <exception cref="InputException">The picture does not fit the model, or <paramref name="alternatives"/> is out of range.</exception>
    public static IReadOnlyList<PixelProbabilities> Compute(Likelihood likelihood, Sprite sprite, ModelSizes sizes, int alternatives, CancellationToken cancellationToken)
    {
        if (sizes.Fits(sprite.Width, sprite.Height)) return likelihood.Probabilities(sprite, alternatives, cancellationToken);
        int[] pixels = [.. sprite.Pixels];
        bool[] mask = new bool[sprite.Width * sprite.Height];
        mask.AsSpan(0, pixels.Length).Fill(true);
        var results = new PixelProbabilities?[pixels.Length];
        foreach (PicturePart part in PictureParts.Of(sprite.Width, sprite.Height, mask, sizes, anyOrder: false))
        {
            HashSet<int> wanted = [.. part.Pixels];
            foreach (PixelProbabilities result in likelihood.Probabilities(part.View(pixels), alternatives, cancellationToken))
            {
                int at = part.PositionOf(result.Position);
                if (wanted.Contains(at)) results[at] = result with { Position = at };
            }
        }

        return [.. results.Skip(1).OfType<PixelProbabilities>()];
    }
}
