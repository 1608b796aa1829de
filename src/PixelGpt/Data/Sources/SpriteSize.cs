using System.Globalization;

namespace PixelGpt.Data.Sources;

/// <summary>Parses sizes, and determines the size of sprites that are given as plain lists of pixels.</summary>
internal static class SpriteSize
{
    /// <summary>Maximum width and height in pixels.</summary>
    public const int MaxSide = 4096;

    /// <summary>Parses <c>WxH</c>.</summary>
    /// <param name="text">Text to parse.</param>
    /// <param name="what">Name of the size in error messages.</param>
    /// <returns>Width and height in pixels.</returns>
    /// <exception cref="InputException">The text is not two integers from 1 to <see cref="MaxSide"/>.</exception>
    public static (int Width, int Height) Parse(string text, string what = "size")
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] sides = text.Split('x', 'X', '×');
        if (sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height)
            && width is > 0 and <= MaxSide && height is > 0 and <= MaxSide)
        {
            return (width, height);
        }

        throw new InputException($"{what} must be width and height in pixels, such as 20x20, each 1 to {MaxSide} (got '{Excerpt.Of(text)}')");
    }

    /// <summary>Returns the given size, or the sides of a square.</summary>
    /// <param name="pixels">Number of pixels of a complete sprite.</param>
    /// <param name="given">Size that the user gave, or null.</param>
    /// <param name="where">Position of the sprite in error messages.</param>
    /// <exception cref="InputException">The given size has another number of pixels, or none was given and the number is not a square.</exception>
    internal static (int Width, int Height) Of(int pixels, (int Width, int Height)? given, string where)
    {
        if (given is (int width, int height))
        {
            return (long)width * height == pixels
                ? (width, height)
                : throw new InputException($"{where}: expected {(long)width * height} pixels for the size {width}x{height} (got {pixels}); give another --size");
        }

        int side = (int)Math.Sqrt(pixels);
        return side * side == pixels
            ? (side, side)
            : throw new InputException($"{where}: {pixels} pixels are not a square; give the size of the sprites with --size WxH");
    }
}
