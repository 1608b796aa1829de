namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void UpdateAverage(ReadOnlySpan<float> x, float decay, Span<float> average)
    {
        float gain = 1 - decay;
        for (int i = 0; i < x.Length; i++) average[i] = (average[i] * decay) + (x[i] * gain);
    }
}
