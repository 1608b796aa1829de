namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Computes a convolution with bias, w·x + b, for consecutive output pixels.</summary>
    /// <param name="input">Image [pixels, input channels]; without gaps between rows unless the window is pointwise.</param>
    /// <param name="window">The window; padding counts as 0.</param>
    /// <param name="weights">Packed weights [kernel height · kernel width · input channels, at least output channels].</param>
    /// <param name="bias">Bias [output channels].</param>
    /// <param name="options">Whether the output is added to, and whether ReLU is applied.</param>
    /// <param name="firstOutputPixel">Index of the output pixel that the first row of <paramref name="output"/> is for.</param>
    /// <param name="output">Output pixels [pixels, output channels].</param>
    void Convolve(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, ConvolutionOptions options, int firstOutputPixel, MatrixSpan output);

    /// <summary>Computes the maximum of each channel in the window, for consecutive output pixels; padding is ignored.</summary>
    /// <param name="input">Image [pixels, channels].</param>
    /// <param name="window">The window.</param>
    /// <param name="firstOutputPixel">Index of the output pixel that the first row of <paramref name="output"/> is for.</param>
    /// <param name="output">Output pixels [pixels, channels].</param>
    void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstOutputPixel, MatrixSpan output);

    /// <summary>Computes the mean of each channel in the window, for consecutive output pixels.</summary>
    /// <param name="input">Image [pixels, channels].</param>
    /// <param name="window">The window.</param>
    /// <param name="countPadding">Whether padding counts as zeros; otherwise it is ignored.</param>
    /// <param name="firstOutputPixel">Index of the output pixel that the first row of <paramref name="output"/> is for.</param>
    /// <param name="output">Output pixels [pixels, channels].</param>
    void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstOutputPixel, MatrixSpan output);
}
