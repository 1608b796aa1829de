namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] += x[i];
    }

    public void Scale(Span<float> x, float factor)
    {
        foreach (ref float value in x) value *= factor;
    }
}
