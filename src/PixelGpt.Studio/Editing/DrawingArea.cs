using PixelGpt.Imaging;

namespace PixelGpt.Studio.Editing;

/// <summary>Finds the part of a large picture that a model sees when it draws.</summary>
internal static class DrawingArea
{
    /// <summary>Returns the largest area that fits the model and has the pixels to draw in its middle.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="sizes">The sizes that the model supports.</param>
    /// <exception cref="InputException">The pixels to draw do not fit the model.</exception>
    public static PixelArea Of(EditedPicture picture, ModelSizes sizes)
    {
        (int width, int height) = (picture.Image.Width, picture.Image.Height);
        if (width <= sizes.MaxWidth && height <= sizes.MaxHeight) return new PixelArea(0, 0, width, height);
        PixelArea drawn = Bounds(picture.Mask, width);
        if (drawn.Width > sizes.MaxWidth || drawn.Height > sizes.MaxHeight)
            throw new InputException($"the pixels to draw span {drawn.Width}×{drawn.Height} pixels, but the model draws at most {sizes.MaxWidth}×{sizes.MaxHeight} at a time; select a smaller part of the picture");
        (int x, int w) = Span(drawn.X, drawn.Width, sizes.MaxWidth, width);
        (int y, int h) = Span(drawn.Y, drawn.Height, sizes.MaxHeight, height);
        return new PixelArea(x, y, w, h);
    }

    private static PixelArea Bounds(bool[] mask, int width)
    {
        int[] selected = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i])];
        int left = selected.Min(i => i % width), top = selected[0] / width;
        return new PixelArea(left, top, selected.Max(i => i % width) + 1 - left, (selected[^1] / width) + 1 - top);
    }

    /// <summary>Returns the start and length of the part of one side, which is as long as possible.</summary>
    private static (int Start, int Length) Span(int first, int length, int max, int side)
    {
        if (side <= max) return (0, side);
        return (Math.Clamp(first + (length / 2) - (max / 2), 0, side - max), max);
    }
}
