using PixelGpt.Imaging;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Editing;

/// <summary>Finds the part of a large picture that a model needs to draw some of its pixels.</summary>
internal static class DrawingArea
{
    /// <summary>Returns the area that has the pixels to draw in its middle, and is as large as what the model draws at once, or larger if they are.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="sizes">The sizes that the model draws at once.</param>
    /// <exception cref="InputException">The pixels to draw span too large an area.</exception>
    public static PixelArea Of(EditedPicture picture, ModelSizes sizes)
    {
        (int width, int height) = (picture.Image.Width, picture.Image.Height);
        if (width <= sizes.MaxWidth && height <= sizes.MaxHeight) return new PixelArea(0, 0, width, height);
        PixelArea drawn = MaskBounds.Of(picture.Mask, width);
        const int most = ModelSizes.MaxCanvasSide;
        if (drawn.Width > most || drawn.Height > most)
            throw new InputException($"the pixels to draw span {drawn.Width}×{drawn.Height} pixels, but the model draws at most {most}×{most} at a time; select a smaller part of the picture");
        (int x, int w) = Span(drawn.X, drawn.Width, drawn.Width > sizes.MaxWidth ? most : sizes.MaxWidth, width);
        (int y, int h) = Span(drawn.Y, drawn.Height, drawn.Height > sizes.MaxHeight ? most : sizes.MaxHeight, height);
        return new PixelArea(x, y, w, h);
    }

    /// <summary>Returns the start and length of the part of one side, which is as long as possible.</summary>
    private static (int Start, int Length) Span(int first, int length, int max, int side)
    {
        if (side <= max) return (0, side);
        return (Math.Clamp(first + (length / 2) - (max / 2), 0, side - max), max);
    }
}
