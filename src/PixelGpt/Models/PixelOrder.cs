namespace PixelGpt.Models;

/// <summary>
/// The order in which the pixels of a picture form a sequence: first the given pixels, then the pixels to draw, each in raster
/// order. A pixel that is drawn can therefore depend on all given pixels, also on later ones.
/// </summary>
internal sealed class PixelOrder
{
    private readonly int[] _pixels;
    private readonly int[] _positions;

    /// <summary>Allocates an order; <see cref="Set"/> must be called before it is used.</summary>
    /// <param name="capacity">Maximum number of pixels.</param>
    public PixelOrder(int capacity) => (_pixels, _positions) = (new int[capacity], new int[capacity]);

    /// <summary>The number of pixels.</summary>
    public int Count { get; private set; }

    /// <summary>The number of given pixels, which are the first positions of the sequence.</summary>
    public int Given { get; private set; }

    /// <summary>Creates the order for a picture, or returns null if it is raster order.</summary>
    /// <param name="given">Whether each pixel of the picture is given, in raster order.</param>
    public static PixelOrder? Of(ReadOnlySpan<bool> given)
    {
        int first = given.IndexOf(false);
        if (first < 0 || !given[first..].Contains(true)) return null;
        var order = new PixelOrder(given.Length);
        order.Set(given);
        return order;
    }

    /// <summary>Sets the order.</summary>
    /// <param name="given">Whether each pixel of the picture is given, in raster order.</param>
    public void Set(ReadOnlySpan<bool> given)
    {
        Count = given.Length;
        Given = given.Count(true);
        int nextGiven = 0, nextDrawn = Given;
        for (int pixel = 0; pixel < given.Length; pixel++)
        {
            int position = given[pixel] ? nextGiven++ : nextDrawn++;
            (_pixels[position], _positions[pixel]) = (pixel, position);
        }
    }

    /// <summary>Returns the raster index of the pixel at a position of the sequence.</summary>
    /// <param name="position">The position.</param>
    public int PixelAt(int position) => _pixels[position];

    /// <summary>Returns the position of a pixel in the sequence.</summary>
    /// <param name="pixel">Raster index of the pixel.</param>
    public int PositionOf(int pixel) => _positions[pixel];

    /// <summary>Arranges values of pixels in the order of the sequence.</summary>
    /// <param name="raster">One value per pixel, in raster order.</param>
    /// <param name="sequence">Receives the values of the first positions, as many as it has room for.</param>
    public void ToSequence<T>(ReadOnlySpan<T> raster, Span<T> sequence)
    {
        for (int position = 0; position < sequence.Length; position++) sequence[position] = raster[_pixels[position]];
    }

    /// <summary>Arranges values of the sequence in raster order.</summary>
    /// <param name="sequence">One value per position, from position 0 on.</param>
    /// <param name="raster">Receives the values; pixels at later positions keep theirs.</param>
    public void ToRaster<T>(ReadOnlySpan<T> sequence, Span<T> raster)
    {
        for (int position = 0; position < sequence.Length; position++) raster[_pixels[position]] = sequence[position];
    }
}
