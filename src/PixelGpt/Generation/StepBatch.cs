using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// One decoding step of several sequences: collects the newest token of each sequence and computes the logits of the next
/// ones in one forward pass of each transformer of the model. The logits of an ensemble are the logarithms of the mean of its
/// members' distributions. Allocates nothing per step; one instance serves one thread.
/// </summary>
internal sealed class StepBatch
{
    private readonly TransformerStep[] _steps;
    private readonly int[] _tokens;
    private readonly int[] _positions;
    private readonly int[][] _histories;
    private readonly int[] _sequences;
    private readonly PictureContext[] _pictures;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="transformers">The transformers of the model, see <see cref="PixelModel.Transformers"/>.</param>
    /// <param name="size">Maximum number of rows per step.</param>
    /// <param name="positions">Maximum length of a sequence.</param>
    public StepBatch(IReadOnlyList<Transformer> transformers, int size, int positions)
    {
        _steps = [.. transformers.Select(t => new TransformerStep(t, size, positions))];
        (_tokens, _positions, _histories, _sequences, _pictures) = (new int[size], new int[size], new int[size][], new int[size], new PictureContext[size]);
    }

    /// <summary>The number of rows added since <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Removes all rows.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a row.</summary>
    /// <param name="sequence">The caller's index of the sequence, which <see cref="Sequence"/> returns.</param>
    /// <param name="token">The newest token of the sequence.</param>
    /// <param name="position">The position of the token.</param>
    /// <param name="cache">The KV caches of the sequence, filled up to the previous position.</param>
    public void Add(int sequence, int token, int position, SequenceCache cache)
    {
        for (int i = 0; i < _steps.Length; i++) _steps[i].Set(Count, token, position, cache[i]);
        (_sequences[Count], _tokens[Count], _positions[Count]) = (sequence, token, position);
        (_histories[Count], _pictures[Count]) = (cache[0].Tokens, cache[0].Picture);
        Count++;
    }

    /// <summary>Returns the sequence index that a row was added with.</summary>
    public int Sequence(int row) => _sequences[row];

    /// <summary>Runs all rows through the model and stores their keys and values in the KV caches.</summary>
    /// <returns>The logits of the next token of each row: [<see cref="Count"/>, vocabulary].</returns>
    public MatrixSpan Forward()
    {
        var tokens = TokenRows.OfSteps(_tokens.AsSpan(0, Count), _positions.AsSpan(0, Count), _histories.AsSpan(0, Count), _pictures.AsSpan(0, Count));
        if (_steps.Length == 1) return _steps[0].Forward(tokens);
        MatrixSpan sum = _steps[0].Predict(tokens);
        for (int i = 1; i < _steps.Length; i++) Probabilities.Add(_steps[0].Kernels, _steps[i].Predict(tokens), sum);
        Probabilities.Divide(_steps[0].Kernels, sum, _steps.Length);
        Probabilities.ToLogarithms(sum);
        return sum;
    }

    /// <summary>Returns one row of the logits that <see cref="Forward"/> computed.</summary>
    public static ReadOnlySpan<float> Row(MatrixSpan logits, int row) => logits.Data.Slice(row * logits.RowStride, logits.Columns);
}
