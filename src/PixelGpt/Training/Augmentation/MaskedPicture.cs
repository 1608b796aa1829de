using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training.Augmentation;

/// <summary>The buffers of a picture whose pixels are in the order of a random mask.</summary>
/// <param name="capacity">Maximum number of pixels.</param>
internal sealed class MaskedPicture(int capacity)
{
    private readonly bool[] _given = new bool[capacity];
    private readonly int[] _sequence = new int[capacity];
    private readonly PixelOrder _order = new(capacity);

    /// <summary>The maximum number of pixels.</summary>
    public int Capacity => capacity;

    /// <summary>Draws a mask and arranges a picture in its order.</summary>
    /// <param name="random">Source of random numbers.</param>
    /// <param name="picture">The picture, in raster order.</param>
    /// <returns>The picture, which is valid until the next call.</returns>
    public TrainingPicture Draw(ref PhiloxRandom random, TrainingPicture picture)
    {
        ReadOnlySpan<int> pixels = picture.Pixels.Span;
        Span<bool> given = _given.AsSpan(0, pixels.Length);
        RandomMask.Draw(ref random, pixels, picture.Context.Width, given);
        _order.Set(given);
        _order.ToSequence(pixels, _sequence.AsSpan(0, pixels.Length));
        return new TrainingPicture(_sequence.AsMemory(0, pixels.Length), picture.Context with { Order = _order });
    }
}
