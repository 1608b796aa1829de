namespace PixelGpt.Numerics;

/// <summary>
/// Every kernel in its plainest form: a formula and a loop. Slow, and what the fast kernels are checked against;
/// sums are in double, so that it is also the more exact of the two.
/// </summary>
internal sealed partial class ReferenceKernels : IKernels
{
    public string Name => "reference";

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

    public void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums)
    {
        for (int column = 0; column < x.Columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < x.Rows; row++) sum += x[row, column];
            sums[column] += (float)sum;
        }
    }

    public void LayerNorm(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd)
    {
        int d = weight.Length;
        for (int row = 0; row < mean.Length; row++)
        {
            ReadOnlySpan<float> values = x.Slice(row * d, d);
            double mu = 0, variance = 0;
            foreach (float value in values) mu += value / (double)d;
            foreach (float value in values) variance += (value - mu) * (value - mu) / d;
            double r = 1 / Math.Sqrt(variance + epsilon);
            for (int i = 0; i < d; i++) y[(row * d) + i] = (float)(((values[i] - mu) * r * weight[i]) + bias[i]);
            mean[row] = (float)mu;
            rstd[row] = (float)r;
        }
    }

    public void LayerNormBackward(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, Span<float> dx, Span<float> dWeight, Span<float> dBias)
    {
        int d = weight.Length;
        for (int row = 0; row < mean.Length; row++)
        {
            double meanG = 0, meanDot = 0;
            for (int i = 0; i < d; i++)
            {
                int at = (row * d) + i;
                double normal = ((double)x[at] - mean[row]) * rstd[row];
                meanG += (double)dy[at] * weight[i] / d;
                meanDot += (double)dy[at] * weight[i] * normal / d;
                dWeight[i] += (float)(dy[at] * normal);
                dBias[i] += dy[at];
            }

            for (int i = 0; i < d; i++)
            {
                int at = (row * d) + i;
                double normal = ((double)x[at] - mean[row]) * rstd[row];
                dx[at] += (float)((((double)dy[at] * weight[i]) - meanG - (normal * meanDot)) * rstd[row]);
            }
        }
    }

    public void GeluNew(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = (float)(0.5 * x[i] * (1 + Math.Tanh(GeluArgument(x[i]))));
    }

    public void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y)
    {
        GeluNew(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double tanh = Math.Tanh(GeluArgument(x[i]));
            double slope = Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x[i] * x[i]));
            dx[i] = (float)(dy[i] * ((0.5 * (1 + tanh)) + (0.5 * x[i] * (1 - (tanh * tanh)) * slope)));
        }
    }

    public void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = x[i] + (dropout.IsActive ? branch[i] * dropout.Factor((uint)i) : branch[i]);
    }

    public void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = dropout.IsActive ? x[i] * dropout.Factor((uint)i) : x[i];
    }

    public void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] += x[i];
    }

    public void Scale(Span<float> x, float factor)
    {
        foreach (ref float value in x) value *= factor;
    }

    private static double GeluArgument(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));
}
