namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
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
        ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, in LayerNormGradients gradients)
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
                gradients.Weight[i] += (float)(dy[at] * normal);
                gradients.Bias[i] += dy[at];
            }

            for (int i = 0; i < d; i++)
            {
                int at = (row * d) + i;
                double normal = ((double)x[at] - mean[row]) * rstd[row];
                gradients.X[at] += (float)((((double)dy[at] * weight[i]) - meanG - (normal * meanDot)) * rstd[row]);
            }
        }
    }
}
