namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            double squares = 0;
            for (int i = 0; i < x.Columns; i++) squares += (double)x[row, i] * x[row, i] / x.Columns;
            double r = 1 / Math.Sqrt(squares + epsilon);
            for (int i = 0; i < x.Columns; i++) y.Data[(row * y.RowStride) + i] = (float)(x[row, i] * r * weight[i]);
            rstd[row] = (float)r;
        }
    }

    public void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            double mean = 0;
            for (int i = 0; i < x.Columns; i++)
            {
                double normal = (double)x[row, i] * rstd[row];
                mean += dy[row, i] * weight[i] * normal / x.Columns;
                dWeight[i] += (float)(dy[row, i] * normal);
            }

            for (int i = 0; i < x.Columns; i++)
            {
                double normal = (double)x[row, i] * rstd[row];
                dx.Data[(row * dx.RowStride) + i] += (float)((((double)dy[row, i] * weight[i]) - (normal * mean)) * rstd[row]);
            }
        }
    }
}
