namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Returns the number of floats that a packed matrix takes.</summary>
    /// <param name="rows">Number of rows of the matrix.</param>
    /// <param name="columns">Number of columns of the matrix.</param>
    int PackedLength(int rows, int columns);

    /// <summary>Packs a matrix as the right operand of <see cref="MatMul(ReadOnlyMatrixSpan, PackedMatrix, ReadOnlySpan{float}, bool, MatrixSpan)"/>.</summary>
    /// <param name="source">The matrix; may be a transposed view.</param>
    /// <param name="destination">Packed data, <see cref="PackedLength"/> floats.</param>
    void Pack(ReadOnlyMatrixSpan source, Span<float> destination);

    /// <summary>Computes the matrix product C = A·B (+ C) (+ bias) with a packed right operand.</summary>
    /// <param name="a">A [m, k].</param>
    /// <param name="b">B, packed; its first k rows and n columns are used.</param>
    /// <param name="bias">Bias of each column [n], or empty.</param>
    /// <param name="accumulate">Whether to add the product to C instead of overwriting C.</param>
    /// <param name="c">C [m, n].</param>
    void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c);

    /// <summary>Computes the matrix product C = A·B (+ C).</summary>
    /// <param name="a">A [m, k].</param>
    /// <param name="b">B with column stride 1; its first k rows and n columns are used.</param>
    /// <param name="accumulate">Whether to add the product to C instead of overwriting C.</param>
    /// <param name="c">C [m, n].</param>
    void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c);
}
