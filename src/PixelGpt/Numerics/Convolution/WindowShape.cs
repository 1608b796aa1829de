namespace PixelGpt.Numerics;

/// <summary>
/// The geometry of a window that slides over an image, as in convolution and pooling. Images are channels-last: pixel
/// (y, x) is row y·<see cref="Width"/> + x of a matrix whose columns are the channels.
/// </summary>
/// <param name="Height">Height of the input image, in pixels.</param>
/// <param name="Width">Width of the input image, in pixels.</param>
/// <param name="KernelHeight">Height of the window, in pixels.</param>
/// <param name="KernelWidth">Width of the window, in pixels.</param>
/// <param name="Stride">Step of the window in both directions.</param>
/// <param name="PaddingHeight">Rows of padding above and below the image.</param>
/// <param name="PaddingWidth">Columns of padding left and right of the image.</param>
internal readonly record struct WindowShape(
    int Height, int Width, int KernelHeight, int KernelWidth, int Stride = 1, int PaddingHeight = 0, int PaddingWidth = 0)
{
    /// <summary>Height of the output, in pixels.</summary>
    public int OutputHeight => ((Height + (2 * PaddingHeight) - KernelHeight) / Stride) + 1;

    /// <summary>Width of the output, in pixels.</summary>
    public int OutputWidth => ((Width + (2 * PaddingWidth) - KernelWidth) / Stride) + 1;

    /// <summary>Number of pixels of the output.</summary>
    public int OutputPixels => OutputHeight * OutputWidth;

    /// <summary>Number of pixels of the input image.</summary>
    public int Pixels => Height * Width;

    /// <summary>Number of pixels of the window.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Whether input and output pixels correspond one to one, so that a convolution is a matrix product.</summary>
    public bool IsPointwise => KernelHeight == 1 && KernelWidth == 1 && Stride == 1 && PaddingHeight == 0 && PaddingWidth == 0;

    /// <summary>Returns the input row of the window's top edge for an output pixel; negative in the padding.</summary>
    public int Top(int outputPixel) => (outputPixel / OutputWidth * Stride) - PaddingHeight;

    /// <summary>Returns the input column of the window's left edge for an output pixel; negative in the padding.</summary>
    public int Left(int outputPixel) => (outputPixel % OutputWidth * Stride) - PaddingWidth;
}
