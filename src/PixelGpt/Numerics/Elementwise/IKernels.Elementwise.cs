namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Computes y += x.</summary>
    /// <param name="x">Values to add [n].</param>
    /// <param name="y">Values that are added to [n].</param>
    void Add(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>Computes x *= factor.</summary>
    /// <param name="x">The values.</param>
    /// <param name="factor">The factor.</param>
    void Scale(Span<float> x, float factor);
}
