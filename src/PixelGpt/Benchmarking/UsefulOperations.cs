using PixelGpt.Models;
using PixelGpt.Models.Composition;

namespace PixelGpt.Benchmarking;

/// <summary>
/// Counts the floating-point operations that a model needs by formula, independent of the implementation: the matrix
/// products and causal attention, each once. A multiply-add counts as two, and the backward pass as twice the forward pass.
/// Recomputed, padded and masked values do not count, nor do norms, activations, dropout and the optimizer. Of a block that is
/// composed from parts, the linear layers that it has and its attention count, but not arithmetic and functions of elements.
/// </summary>
internal static class UsefulOperations
{
    /// <summary>Counts the operations of a forward pass over one sequence.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="positions">Number of positions.</param>
    /// <param name="predictions">Number of positions that logits are computed for.</param>
    /// <returns>Number of floating-point operations.</returns>
    public static double Forward(TransformerDescription shape, int positions, int predictions)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double d = shape.HiddenSize, head = d * shape.VocabularySize * predictions, sum = head;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            // Queries times keys, and weights times values, for all query heads.
            double attention = 2.0 * shape.QueryWidth * Unmasked(positions, shape.WindowOf(layer));
            sum += (positions * Projections(shape, layer)) + attention;
        }

        return 2 * sum;
    }

    /// <summary>Counts the operations of a forward and backward pass over one picture. All pixels but the last are inputs, and all but the first are predicted.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="pixels">Number of pixels of the picture.</param>
    /// <returns>Number of floating-point operations.</returns>
    public static double Training(TransformerDescription shape, int pixels) => 3 * Forward(shape, pixels - 1, pixels - 1);

    /// <summary>Counts the operations of completing one picture with a KV cache: each position once, and logits for each generated pixel.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="prompt">Number of pixels of the prompt.</param>
    /// <param name="pixels">Number of pixels of the picture.</param>
    /// <returns>Number of floating-point operations.</returns>
    public static double Completion(TransformerDescription shape, int prompt, int pixels) =>
        prompt < pixels ? Forward(shape, pixels - 1, pixels - prompt) : 0;

    /// <summary>Counts the weights of the linear layers of a block, each of which is multiplied once per position.</summary>
    private static double Projections(TransformerDescription shape, int layer)
    {
        if (shape.Block is not null) return new ComposedBlock(shape, new ParameterFactory(new ParameterSet(), shape), layer, rotary: null).Linears.Sum(linear => (double)linear.Inputs * linear.Outputs);
        double d = shape.HiddenSize, mlp = (shape.Mlp == MlpKind.SwiGlu ? 3 : 2) * d * shape.IntermediateSize;
        return (d * shape.QkvWidth) + (shape.QueryWidth * d) + mlp;
    }

    /// <summary>Counts the pairs of positions that a causal mask with a sliding window does not mask.</summary>
    private static double Unmasked(int positions, int window)
    {
        double full = Math.Min(positions, window);
        return (full * (full + 1) / 2) + ((positions - full) * full);
    }
}
