namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void CausalSoftmax(MatrixSpan scores, int firstPosition, int window, float scale, Span<float> logSumExp)
    {
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = scores.Data.Slice(row * scores.RowStride, scores.Columns);
            int seen = Math.Min(firstPosition + row + 1, scores.Columns), start = Math.Max(0, seen - window);
            logSumExp[row] = Softmax(values[start..seen], scale);
            values[seen..].Clear();
            values[..start].Clear();
        }
    }

    public void CausalSoftmaxRecompute(MatrixSpan scores, int firstPosition, int window, float scale, ReadOnlySpan<float> logSumExp)
    {
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = scores.Data.Slice(row * scores.RowStride, scores.Columns);
            int seen = Math.Min(firstPosition + row + 1, scores.Columns), start = Math.Max(0, seen - window);
            values[..start].Clear();
            foreach (ref float value in values[start..seen]) value = (float)Math.Exp(((double)value * scale) - logSumExp[row]);
            values[seen..].Clear();
        }
    }

    public void SoftmaxBackward(Matrix weights, ReadOnlySpan<float> rowDot, float scale, MatrixSpan dWeights)
    {
        for (int row = 0; row < dWeights.Rows; row++)
        {
            for (int column = 0; column < dWeights.Columns; column++)
            {
                ref float value = ref dWeights.Data[(row * dWeights.RowStride) + column];
                value = (float)(((double)value - rowDot[row]) * weights[row, column] * scale);
            }
        }
    }

    public void RowDots(Matrix a, Matrix b, Span<float> dots)
    {
        for (int row = 0; row < a.Rows; row++)
        {
            double sum = 0;
            for (int column = 0; column < a.Columns; column++) sum += (double)a[row, column] * b[row, column];
            dots[row] = (float)sum;
        }
    }

    public void SoftmaxCrossEntropy(MatrixSpan logits, ReadOnlySpan<int> labels, float gradientScale, Span<float> nll)
    {
        for (int row = 0; row < logits.Rows; row++)
        {
            Span<float> values = logits.Data.Slice(row * logits.RowStride, logits.Columns);
            float label = values[labels[row]];
            nll[row] = Softmax(values, 1) - label;
            values[labels[row]] -= 1;
            foreach (ref float value in values) value *= gradientScale;
        }
    }

    private static float Softmax(Span<float> values, float scale)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (float value in values) max = Math.Max(max, (double)value * scale);
        foreach (float value in values) sum += Math.Exp(((double)value * scale) - max);
        foreach (ref float value in values) value = (float)(Math.Exp(((double)value * scale) - max) / sum);
        return (float)(max + Math.Log(sum));
    }
}
