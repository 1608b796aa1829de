namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
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
