namespace PixelGpt.Models.Embeddings;

/// <summary>
/// The tokens of a pass: one token per row, and the earlier tokens of each row's sequence. The rows are consecutive positions
/// of one sequence (training, prefill) or one position each of several sequences (decoding).
/// </summary>
internal readonly ref struct TokenRows
{
    private readonly ReadOnlySpan<int> _sequence;
    private readonly ReadOnlySpan<int[]> _histories;

    private TokenRows(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, ReadOnlySpan<int> sequence, ReadOnlySpan<int[]> histories)
    {
        Tokens = tokens;
        Positions = positions;
        _sequence = sequence;
        _histories = histories;
    }

    /// <summary>The token of each row [T].</summary>
    public ReadOnlySpan<int> Tokens { get; }

    /// <summary>The position of each row in its sequence [T].</summary>
    public ReadOnlySpan<int> Positions { get; }

    /// <summary>The number of rows, T.</summary>
    public int Count => Positions.Length;

    /// <summary>Creates the rows of consecutive positions of one sequence.</summary>
    /// <param name="sequence">Tokens of the sequence from position 0 on, at least up to the last row.</param>
    /// <param name="positions">Positions of the rows [T], consecutive.</param>
    public static TokenRows OfSequence(ReadOnlySpan<int> sequence, ReadOnlySpan<int> positions) =>
        new(positions.IsEmpty ? default : sequence.Slice(positions[0], positions.Length), positions, sequence, default);

    /// <summary>Creates the rows of several sequences.</summary>
    /// <param name="tokens">Newest token of each sequence [T].</param>
    /// <param name="positions">Position of each token in its sequence [T].</param>
    /// <param name="histories">Tokens of each sequence from position 0 up to at least the row's position [T].</param>
    public static TokenRows OfSteps(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, ReadOnlySpan<int[]> histories) =>
        new(tokens, positions, default, histories);

    /// <summary>Returns the tokens of a row's sequence from position 0 up to the row's own position.</summary>
    /// <param name="row">Index of the row.</param>
    public ReadOnlySpan<int> History(int row) => (_histories.IsEmpty ? _sequence : _histories[row])[..(Positions[row] + 1)];
}
