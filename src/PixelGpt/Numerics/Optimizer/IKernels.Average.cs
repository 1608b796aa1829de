namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Updates an exponential moving average: average = average · decay + x · (1 − decay).</summary>
    /// <param name="x">New values [n].</param>
    /// <param name="decay">Decay rate, from 0 to 1. With 0 the average becomes x.</param>
    /// <param name="average">Averages [n], updated in place.</param>
    void UpdateAverage(ReadOnlySpan<float> x, float decay, Span<float> average);
}
