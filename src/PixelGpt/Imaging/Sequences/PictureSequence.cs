namespace PixelGpt.Imaging.Sequences;

/// <summary>Pictures that are saved to one file: candidates, or the steps of an animation.</summary>
/// <param name="Frames">The pictures, at least one.</param>
internal sealed record PictureSequence(IReadOnlyList<SequenceFrame> Frames)
{
    /// <summary>The named parts.</summary>
    public IReadOnlyList<SequenceTag> Tags { get; init; } = [];

    /// <summary>The colours of the palette, in the order that formats with a palette should keep; others are added.</summary>
    public IReadOnlyList<Rgb> Colors { get; init; } = [];

    /// <summary>The width and height of a pixel in formats for viewers.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>The width of the widest picture.</summary>
    public int Width { get; } = Frames.Max(f => f.Image.Width);

    /// <summary>The height of the highest picture.</summary>
    public int Height { get; } = Frames.Max(f => f.Image.Height);

    /// <summary>Returns the position of a picture in the middle of the canvas.</summary>
    public (int X, int Y) PositionOf(SequenceFrame frame) => ((Width - frame.Image.Width) / 2, (Height - frame.Image.Height) / 2);

    /// <summary>Returns a picture in the middle of the canvas.</summary>
    public PixelImage CanvasOf(SequenceFrame frame)
    {
        var canvas = new PixelImage(Width, Height);
        (int x, int y) = PositionOf(frame);
        canvas.Draw(frame.Image, x, y);
        return canvas;
    }

    /// <summary>Checks the number of pixels of an animation.</summary>
    /// <param name="scale">The width and height of a pixel.</param>
    /// <exception cref="InputException">There are too many.</exception>
    public void CheckPixels(int scale)
    {
        long width = (long)Width * scale, height = (long)Height * scale;
        if (Frames.Count > ushort.MaxValue || width > ushort.MaxValue || height > ushort.MaxValue || width * height * Frames.Count > PixelImage.MaxPixels)
            throw new InputException($"{Frames.Count} frames of {width}×{height} pixels exceed the limit of {ushort.MaxValue} frames, {ushort.MaxValue} pixels per side and {PixelImage.MaxPixels} pixels in total; use fewer pictures or a smaller scale");
    }
}
