namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public int PackedLength(int rows, int columns) => checked(rows * columns);

    public void Pack(ReadOnlyMatrixSpan source, Span<float> destination)
    {
        for (int r = 0; r < source.Rows; r++)
            for (int c = 0; c < source.Columns; c++) destination[(r * source.Columns) + c] = source[r, c];
    }

    public void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        MatMul(a, new ReadOnlyMatrixSpan(b.Data, b.Rows, b.Columns), accumulate, c);
        if (bias.IsEmpty) return;
        for (int row = 0; row < c.Rows; row++)
            for (int column = 0; column < c.Columns; column++) c.Data[(row * c.RowStride) + column] += bias[column];
    }

    public void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c)
    {
        for (int row = 0; row < c.Rows; row++)
        {
            for (int column = 0; column < c.Columns; column++)
            {
                double sum = 0;
                for (int k = 0; k < a.Columns; k++) sum += (double)a[row, k] * b[k, column];
                ref float to = ref c.Data[(row * c.RowStride) + column];
                to = (float)(accumulate ? to + sum : sum);
            }
        }
    }
}
