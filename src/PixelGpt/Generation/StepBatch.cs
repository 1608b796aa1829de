using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// One decoding step of several sequences: collects the newest token of each sequence and computes the logits of the next
/// ones in one forward pass. Allocates nothing per step; one instance serves one thread.
/// </summary>
internal sealed class StepBatch
{
    private readonly Transformer _model;
    private readonly Activations _activations;
    private readonly StepAttention _attention;
    private readonly int[] _tokens;
    private readonly int[][] _histories;
    private readonly int[] _sequences;
    private readonly PictureContext[] _pictures;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="size">Maximum number of rows per step.</param>
    /// <param name="positions">Maximum length of a sequence.</param>
    public StepBatch(Transformer model, int size, int positions)
    {
        _model = model;
        _activations = model.CreateActivations(size, training: false);
        _attention = new StepAttention(model.Description, model.Kernels, size, positions);
        (_tokens, _histories, _sequences, _pictures) = (new int[size], new int[size][], new int[size], new PictureContext[size]);
    }

    /// <summary>The number of rows added since <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Removes all rows.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a row.</summary>
    /// <param name="sequence">The caller's index of the sequence, which <see cref="Sequence"/> returns.</param>
    /// <param name="token">The newest token of the sequence.</param>
    /// <param name="position">The position of the token.</param>
    /// <param name="cache">The KV cache of the sequence, filled up to the previous position.</param>
    public void Add(int sequence, int token, int position, KeyValueCache cache)
    {
        cache.Tokens[position] = token;
        (_sequences[Count], _tokens[Count], _histories[Count], _pictures[Count]) = (sequence, token, cache.Tokens, cache.Picture);
        (_attention.Positions[Count], _attention.Caches[Count]) = (position, cache);
        Count++;
    }

    /// <summary>Returns the sequence index that a row was added with.</summary>
    public int Sequence(int row) => _sequences[row];

    /// <summary>Runs all rows through the model and stores their keys and values in the KV caches.</summary>
    /// <returns>The logits of the next token of each row: [<see cref="Count"/>, vocabulary].</returns>
    public MatrixSpan Forward() =>
        _model.Forward(TokenRows.OfSteps(_tokens.AsSpan(0, Count), _attention.Positions.AsSpan(0, Count), _histories.AsSpan(0, Count), _pictures.AsSpan(0, Count)), _activations, _attention);

    /// <summary>Returns one row of the logits that <see cref="Forward"/> computed.</summary>
    public static ReadOnlySpan<float> Row(MatrixSpan logits, int row) => logits.Data.Slice(row * logits.RowStride, logits.Columns);
}
