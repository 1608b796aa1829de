using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>One transformer's part in the decoding steps of a <see cref="StepBatch"/>: its buffers, and attention to its KV caches.</summary>
/// <param name="transformer">The transformer.</param>
/// <param name="size">Maximum number of rows per step.</param>
/// <param name="positions">Maximum length of a sequence.</param>
internal sealed class TransformerStep(Transformer transformer, int size, int positions)
{
    private readonly Activations _activations = transformer.CreateActivations(size, training: false);
    private readonly StepAttention _attention = new(transformer.Description, transformer.Kernels, size, positions);

    /// <summary>The kernels of the transformer.</summary>
    public IKernels Kernels => transformer.Kernels;

    /// <summary>Sets the sequence of a row.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="token">The newest token of the sequence.</param>
    /// <param name="position">The position of the token.</param>
    /// <param name="cache">The KV cache of the sequence, filled up to the previous position.</param>
    public void Set(int row, int token, int position, KeyValueCache cache)
    {
        cache.Tokens[position] = token;
        (_attention.Positions[row], _attention.Caches[row]) = (position, cache);
    }

    /// <summary>Computes the logits of the next tokens, and stores keys and values in the KV caches.</summary>
    /// <param name="tokens">Tokens of the rows.</param>
    public MatrixSpan Forward(scoped in TokenRows tokens) => transformer.Forward(tokens, _activations, _attention);

    /// <summary>Computes the distributions of the next tokens, and stores keys and values in the KV caches.</summary>
    /// <param name="tokens">Tokens of the rows.</param>
    public MatrixSpan Predict(scoped in TokenRows tokens) => transformer.Predict(tokens, _activations, _attention);
}
