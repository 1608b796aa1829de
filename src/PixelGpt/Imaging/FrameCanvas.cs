namespace PixelGpt.Imaging;

/// <summary>Composes the frames of an animation, which may cover parts of the picture only.</summary>
/// <param name="width">Width of the picture.</param>
/// <param name="height">Height of the picture.</param>
internal sealed class FrameCanvas(int width, int height)
{
    private readonly PixelImage _canvas = new(width, height);

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">The frame, which is completely inside the picture.</param>
    /// <param name="x">Column of its top left corner.</param>
    /// <param name="y">Row of its top left corner.</param>
    /// <param name="isBlended">Whether the frame is blended with what was drawn before instead of replacing it.</param>
    /// <param name="disposal">What happens to the area of the frame afterwards.</param>
    /// <returns>A copy of the whole picture with the frame.</returns>
    public PixelImage Show(PixelImage frame, int x, int y, bool isBlended, FrameDisposal disposal)
    {
        var area = new PixelArea(x, y, frame.Width, frame.Height);
        PixelImage? before = disposal == FrameDisposal.Restore ? _canvas.Crop(area) : null;
        if (isBlended) Blend(frame, x, y);
        else _canvas.Draw(frame, x, y);
        PixelImage shown = _canvas.Crop(new PixelArea(0, 0, _canvas.Width, _canvas.Height));
        if (before is not null) _canvas.Draw(before, x, y);
        else if (disposal == FrameDisposal.Clear) _canvas.Fill(x, y, frame.Width, frame.Height, default);
        return shown;
    }

    private void Blend(PixelImage frame, int x, int y)
    {
        for (int row = 0; row < frame.Height; row++)
        {
            Span<Rgba> under = _canvas.Row(y + row)[x..];
            ReadOnlySpan<Rgba> over = frame.Row(row);
            for (int i = 0; i < over.Length; i++) under[i] = Over(over[i], under[i]);
        }
    }

    /// <summary>Composes two colours that are not premultiplied (PNG specification, 13.16).</summary>
    private static Rgba Over(Rgba over, Rgba under)
    {
        if (over.A == 255 || under.A == 0) return over.A == 0 ? under : over;
        if (over.A == 0) return under;
        int top = over.A * 255, bottom = (255 - over.A) * under.A, alpha = top + bottom;
        byte Mix(byte a, byte b) => (byte)(((a * top) + (b * bottom) + (alpha / 2)) / alpha);
        return new Rgba(Mix(over.R, under.R), Mix(over.G, under.G), Mix(over.B, under.B), (byte)((alpha + 127) / 255));
    }
}
