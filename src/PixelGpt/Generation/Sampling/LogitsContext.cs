using PixelGpt.Numerics;

namespace PixelGpt.Generation.Sampling;

/// <summary>The pixel whose colour is selected, and what is known about its picture.</summary>
public readonly ref struct LogitsContext
{
    private const ulong StreamTag = 0x6C6F676974730000;

    private readonly CompletionRequest _request;
    private readonly ulong _seed;

    /// <summary>Creates a context.</summary>
    /// <param name="pixels">The pixels so far, the prompt included, in the order of the sequence.</param>
    /// <param name="request">The picture being completed.</param>
    /// <param name="seed">The random seed.</param>
    internal LogitsContext(ReadOnlySpan<int> pixels, CompletionRequest request = default, ulong seed = 0)
    {
        Pixels = pixels;
        _request = request;
        _seed = seed;
    }

    /// <summary>The colours of the pixels so far, the prompt included, in the order of the sequence: that of the picture, unless a part of it is drawn with a mask.</summary>
    public ReadOnlySpan<int> Pixels { get; }

    /// <summary>The index of the pixel in the picture, in raster order.</summary>
    public int Pixel => _request.PixelAt(Pixels.Length);

    /// <summary>The width of the picture; 0 if the request has none.</summary>
    public int Width => _request.Width;

    /// <summary>The height of the picture; 0 if the request has none.</summary>
    public int Height => _request.Height;

    /// <summary>Returns the colour of a pixel relative to the one whose colour is selected.</summary>
    /// <param name="right">Number of columns to the right; negative to the left.</param>
    /// <param name="down">Number of rows down; negative up.</param>
    /// <returns>The palette index; null if the pixel is outside the picture or not known yet.</returns>
    /// <exception cref="InputException">The request has no width.</exception>
    public int? ColorAt(int right, int down)
    {
        if (Width < 1) throw new InputException($"the width of the picture must be at least 1 for a logits processor that reads neighbours (got {Width})");
        int x = (Pixel % Width) + right, y = (Pixel / Width) + down, pixel = (y * Width) + x;
        if (x < 0 || x >= Width || y < 0 || (Height > 0 && y >= Height) || (Height == 0 && pixel >= _request.Length)) return null;
        int position = _request.PositionOf(pixel);
        return position < Pixels.Length ? Pixels[position] : null;
    }

    /// <summary>Returns a random number. It depends only on the seed, the request, the pixel and the index, so that pictures do not depend on threads.</summary>
    /// <param name="index">Index of the number, for processors that need several.</param>
    /// <returns>A number in [0, 1).</returns>
    public double RandomUnit(int index = 0) => PhiloxRandom.UnitAt((ulong)Pixels.Length, _request.Stream, _seed ^ (StreamTag + (uint)index));
}
