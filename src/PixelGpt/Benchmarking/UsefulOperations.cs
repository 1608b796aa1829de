using PixelGpt.Models;

namespace PixelGpt.Benchmarking;

/// <summary>
/// The floating-point operations that a model's work needs by formula, however it is done: the matrix products and
/// causal attention, each once. A multiply-add is two; the backward pass is twice the forward pass. What a program
/// computes again, pads or masks away does not count, nor do norms, activations and the optimizer.
/// </summary>
public static class UsefulOperations
{
    /// <summary>A forward pass over the positions 0 to <paramref name="positions"/> − 1, with logits for so many of them.</summary>
    public static double Forward(TransformerDescription shape, int positions, int predictions)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double d = shape.HiddenSize, head = d * shape.VocabularySize * predictions, sum = head;
        double mlp = (shape.Mlp == MlpKind.SwiGlu ? 3 : 2) * d * shape.IntermediateSize;
        double projections = positions * ((d * shape.QkvWidth) + (shape.QueryWidth * d) + mlp);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            // Queries by keys, and weights by values: for each query head as wide as it is.
            double attention = 2.0 * shape.QueryWidth * Seen(positions, shape.WindowOf(layer));
            sum += projections + attention;
        }

        return 2 * sum;
    }

    /// <summary>Forward and backward pass over one sequence of so many pixels: all but the last go in, all but the first are predicted.</summary>
    public static double Training(TransformerDescription shape, int pixels) => 3 * Forward(shape, pixels - 1, pixels - 1);

    /// <summary>Finishing one picture with a cache: each position once, and logits for each pixel that was not given.</summary>
    public static double Completion(TransformerDescription shape, int prompt, int pixels) =>
        prompt < pixels ? Forward(shape, pixels - 1, pixels - prompt) : 0;

    /// <summary>How many positions all rows see together: row i the last <paramref name="window"/> of i + 1.</summary>
    private static double Seen(int positions, int window)
    {
        double full = Math.Min(positions, window);
        return (full * (full + 1) / 2) + ((positions - full) * full);
    }
}
