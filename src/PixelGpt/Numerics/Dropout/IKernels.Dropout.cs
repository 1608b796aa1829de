namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Adds a branch with dropout to the residual stream: y = x + dropout(branch).</summary>
    /// <param name="x">Residual stream [n].</param>
    /// <param name="branch">Branch [n].</param>
    /// <param name="dropout">The dropout; element i has counter i.</param>
    /// <param name="y">Result [n]; may be <paramref name="x"/>.</param>
    void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y);

    /// <summary>Computes y = dropout(x). The same call computes the gradient, with the output's gradient as <paramref name="x"/>.</summary>
    /// <param name="x">Input [n].</param>
    /// <param name="dropout">The dropout; element i has counter i.</param>
    /// <param name="y">Result [n]; may be <paramref name="x"/>.</param>
    void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y);
}
