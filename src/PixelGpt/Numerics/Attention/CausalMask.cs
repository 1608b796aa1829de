namespace PixelGpt.Numerics;

/// <summary>
/// A causal attention mask for a block of consecutive rows: row i, at position <paramref name="FirstPosition"/> + i,
/// attends to at most the last <paramref name="Window"/> of the columns up to its own position.
/// </summary>
/// <param name="FirstPosition">Position of row 0.</param>
/// <param name="Window">Size of the sliding window; <see cref="int.MaxValue"/> for none.</param>
internal readonly record struct CausalMask(int FirstPosition, int Window = int.MaxValue)
{
    /// <summary>Returns the first column that a row attends to.</summary>
    public int Begin(int row) => Math.Max(0, FirstPosition + row + 1 - Window);

    /// <summary>Returns the column after the last one that a row attends to.</summary>
    public int End(int row) => FirstPosition + row + 1;

    /// <summary>Returns the first row that attends to a column.</summary>
    public int FirstRow(int column) => Math.Max(0, column - FirstPosition);

    /// <summary>Returns the row after the last one that attends to a column.</summary>
    public int EndRow(int column) => (int)Math.Clamp((long)column + Window - FirstPosition, 0, int.MaxValue);
}
