namespace PixelGpt.Numerics;

/// <summary>
/// A window that moves over a picture, as a convolution or a pool has it. Pictures are channels-last: pixel (y, x) is row
/// y·<see cref="Width"/> + x of a matrix, and its columns are the channels.
/// </summary>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Pixels a row of the window.</param>
/// <param name="Stride">How far the window moves, down and to the right.</param>
/// <param name="PaddingHeight">Rows of zeros above and below the picture.</param>
/// <param name="PaddingWidth">Zeros left and right of each row.</param>
internal readonly record struct WindowShape(
    int Height, int Width, int KernelHeight, int KernelWidth, int Stride = 1, int PaddingHeight = 0, int PaddingWidth = 0)
{
    /// <summary>Places that the window takes from above to below.</summary>
    public int OutputHeight => ((Height + (2 * PaddingHeight) - KernelHeight) / Stride) + 1;

    /// <summary>Places that it takes from left to right.</summary>
    public int OutputWidth => ((Width + (2 * PaddingWidth) - KernelWidth) / Stride) + 1;

    /// <summary>All places.</summary>
    public int OutputPixels => OutputHeight * OutputWidth;

    /// <summary>Pixels of the picture.</summary>
    public int Pixels => Height * Width;

    /// <summary>Pixels of the window.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Whether each place is one pixel, in order: a convolution is then a plain product.</summary>
    public bool IsPointwise => KernelHeight == 1 && KernelWidth == 1 && Stride == 1 && PaddingHeight == 0 && PaddingWidth == 0;

    /// <summary>The row of the picture that the window's first row lies on at a place; negative above the picture.</summary>
    public int Top(int place) => (place / OutputWidth * Stride) - PaddingHeight;

    /// <summary>The column of the picture that the window's first pixel lies on at a place; negative left of the picture.</summary>
    public int Left(int place) => (place % OutputWidth * Stride) - PaddingWidth;
}
