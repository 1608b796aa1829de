namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = x[i] + (dropout.IsActive ? branch[i] * dropout.Factor((uint)i) : branch[i]);
    }

    public void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = dropout.IsActive ? x[i] * dropout.Factor((uint)i) : x[i];
    }
}
