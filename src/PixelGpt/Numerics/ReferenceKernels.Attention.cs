namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalRange range, MatrixSpan scores) => MatMul(q, keys, default, false, scores);

    public void CausalMix(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalRange range, bool accumulate, MatrixSpan output) =>
        MatMul(weights, values, default, accumulate, output);

    public void CausalMixTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalRange range, MatrixSpan sums) => MatMul(weights.Transposed, rows, true, sums);

    public void CausalSoftmax(MatrixSpan scores, int firstPosition, int window, float scale, Span<float> logSumExp, Dropout dropout = default, int period = 0)
    {
        var range = new CausalRange(firstPosition, window);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = scores.Data.Slice(row * scores.RowStride, scores.Columns);
            int begin = range.Begin(row), end = Math.Min(scores.Columns, range.End(row));
            values[..begin].Clear();
            values[end..].Clear();
            logSumExp[row] = Softmax(values[begin..end], scale);
            for (int column = begin; column < end && dropout.IsActive; column++) values[column] *= dropout.Factor(Counter(firstPosition + row, column, period));
        }
    }

    public void CausalSoftmaxBackward(
        MatrixSpan scores, MatrixSpan dWeights, int firstPosition, int window, float scale, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDot, Dropout dropout, int period)
    {
        var range = new CausalRange(firstPosition, window);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = scores.Data.Slice(row * scores.RowStride, scores.Columns), gradients = dWeights.Data.Slice(row * dWeights.RowStride, scores.Columns);
            for (int column = 0; column < scores.Columns; column++)
            {
                if (column < range.Begin(row) || column >= range.End(row))
                {
                    (values[column], gradients[column]) = (0, 0);
                    continue;
                }

                double weight = Math.Exp(((double)values[column] * scale) - logSumExp[row]);
                double factor = dropout.IsActive ? dropout.Factor(Counter(firstPosition + row, column, period)) : 1;
                values[column] = (float)(weight * factor);
                gradients[column] = (float)(weight * ((gradients[column] * factor) - rowDot[row]) * scale);
            }
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

    private static uint Counter(int position, int column, int period) => (uint)((position * period) + column);
}
