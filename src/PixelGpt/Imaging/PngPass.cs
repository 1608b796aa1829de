namespace PixelGpt.Imaging;

/// <summary>One pass of an interlaced picture: every <c>StepX</c>-th pixel of every <c>StepY</c>-th row, from a first pixel.</summary>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY)
{
    /// <summary>The single pass of a picture that is not interlaced.</summary>
    public static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    /// <summary>The seven passes of Adam7 (PNG specification, 8.2).</summary>
    public static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>Returns the number of pixels per row of this pass; may be 0.</summary>
    public int WidthOf(int imageWidth) => (imageWidth - Left + StepX - 1) / StepX;

    /// <summary>Returns the number of rows of this pass; may be 0.</summary>
    public int HeightOf(int imageHeight) => (imageHeight - Top + StepY - 1) / StepY;
}
