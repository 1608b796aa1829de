namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums)
    {
        for (int column = 0; column < x.Columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < x.Rows; row++) sum += x[row, column];
            sums[column] += (float)sum;
        }
    }

    public void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
    {
        for (int row = 0; row < a.Rows; row++)
        {
            double sum = 0;
            for (int column = 0; column < a.Columns; column++) sum += (double)a[row, column] * b[row, column];
            dots[row] = (float)sum;
        }
    }

    public double SumOfSquares(ReadOnlySpan<float> x) => SumOfSquaresScalar(x);

    internal static double SumOfSquaresScalar(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x) sum += (double)value * value;
        return sum;
    }
}
