namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Adds the sum of each column of x to <paramref name="sums"/>.</summary>
    /// <param name="x">Matrix [rows, n].</param>
    /// <param name="sums">Sums of the columns [n].</param>
    void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums);

    /// <summary>Computes the dot product of each row of a with the same row of b.</summary>
    /// <param name="a">Matrix [rows, n].</param>
    /// <param name="b">Matrix [rows, n].</param>
    /// <param name="dots">Dot products [rows].</param>
    void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots);

    /// <summary>Returns the sum of squares of x, accumulated in double.</summary>
    /// <param name="x">The values.</param>
    double SumOfSquares(ReadOnlySpan<float> x);
}
