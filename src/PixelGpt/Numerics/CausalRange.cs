namespace PixelGpt.Numerics;

/// <summary>
/// Which columns a block of rows sees under a causal mask: row i, at position <paramref name="FirstPosition"/> + i, sees
/// the last <paramref name="Window"/> of the columns 0 to its own position.
/// </summary>
/// <param name="FirstPosition">The position of row 0.</param>
/// <param name="Window">How many columns a row sees at the most; <see cref="int.MaxValue"/> for all.</param>
internal readonly record struct CausalRange(int FirstPosition, int Window = int.MaxValue)
{
    /// <summary>The first column that a row sees.</summary>
    public int Begin(int row) => Math.Max(0, FirstPosition + row + 1 - Window);

    /// <summary>The first column behind those that a row sees.</summary>
    public int End(int row) => FirstPosition + row + 1;

    /// <summary>The first row that sees a column.</summary>
    public int FirstRow(int column) => Math.Max(0, column - FirstPosition);

    /// <summary>The first row behind those that see a column.</summary>
    public int EndRow(int column) => (int)Math.Clamp((long)column + Window - FirstPosition, 0, int.MaxValue);
}
