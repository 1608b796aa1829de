using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;

namespace PixelGpt.Studio.Inference;

/// <summary>A part of a picture that a model draws at once.</summary>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Window">What the model sees. What is outside the picture is a margin of background.</param>
/// <param name="Pixels">The positions in the picture of the pixels that are drawn, in raster order.</param>
internal sealed record PicturePart(int Width, int Height, PixelArea Window, IReadOnlyList<int> Pixels)
{
    /// <summary>Returns the position in the picture of a position in the window; −1 in the margin.</summary>
    public int PositionOf(int at)
    {
        (int x, int y) = (Window.X + (at % Window.Width), Window.Y + (at / Window.Width));
        return x >= 0 && x < Width && y >= 0 && y < Height ? (y * Width) + x : -1;
    }

    /// <summary>Returns what the model sees of the first pixels of a picture.</summary>
    /// <param name="pixels">The first pixels of the picture, at least up to the last one that is drawn.</param>
    public Sprite View(ReadOnlySpan<int> pixels)
    {
        int[] view = new int[Window.Width * Window.Height];
        int length = view.Length;
        for (int i = 0; i < view.Length; i++)
        {
            int at = PositionOf(i);
            if (at >= pixels.Length) length = Math.Min(length, i);
            else if (at >= 0) view[i] = pixels[at];
        }

        return new Sprite(Window.Width, Window.Height, view.AsSpan(0, length));
    }

    /// <summary>Returns the request that draws this part.</summary>
    /// <param name="pixels">All pixels of the picture as it is before this part is drawn.</param>
    /// <param name="anyOrder">Whether the model sees all given pixels; otherwise only those above and to the left of each pixel it draws.</param>
    /// <param name="index">The number of the part, which selects the random stream.</param>
    /// <param name="sequence">The sequence number of the completion, which selects the random stream.</param>
    public CompletionRequest Request(ReadOnlySpan<int> pixels, bool anyOrder, int index, int sequence)
    {
        Sprite view = View(pixels);
        HashSet<int> drawn = [.. Pixels];
        bool[] mask = [.. Enumerable.Range(0, view.Pixels.Length).Select(i => drawn.Contains(PositionOf(i)))];
        CompletionRequest request = anyOrder ? CompletionRequest.Of(view, mask, index) : InRasterOrder(view, mask, index);
        return request with { Stream = request.Stream + (uint)sequence };
    }

    private static CompletionRequest InRasterOrder(Sprite view, bool[] mask, int index)
    {
        int first = Array.IndexOf(mask, true);
        int[] locked = [.. view.Pixels];
        for (int i = 0; i < locked.Length; i++)
        {
            if (mask[i]) locked[i] = -1;
        }

        return CompletionRequest.Of(view.FirstPixels(first), index) with { Locked = locked };
    }
}
