using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api;

/// <summary>Reads the locked pixels of a completion body.</summary>
internal static class LockedPixels
{
    /// <summary>Returns the positions of the locked pixels in raster order, and their colours.</summary>
    /// <param name="body">The body.</param>
    /// <param name="length">The number of pixels of the picture.</param>
    /// <exception cref="InputException">A pair or a position is invalid.</exception>
    public static IEnumerable<(int Position, int Color)> Read(CompletionBody body, int length)
    {
        foreach (int[] pair in body.Locked ?? [])
        {
            if (pair is not [int position, int color]) throw new InputException("'locked' must be a list of pairs [position, colour]");
            InputException.Check(position >= 0 && position < length, "a position of 'locked'", position, $"0 to {length - 1}");
            yield return (position, color);
        }
    }
}
