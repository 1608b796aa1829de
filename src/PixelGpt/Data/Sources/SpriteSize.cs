using System.Globalization;

namespace PixelGpt.Data.Sources;

/// <summary>Sizes of sprites: as people write them, and the one rule for sprites that come as plain lists of pixels.</summary>
public static class SpriteSize
{
    /// <summary>The most pixels a side that can be asked for.</summary>
    public const int MaxSide = 4096;

    /// <summary>Reads <c>WxH</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is the size of, for errors.</param>
    /// <exception cref="InputException">It is not two whole numbers of 1 to <see cref="MaxSide"/>.</exception>
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

        throw new InputException($"{what} '{text}': give width and height in pixels, such as 20x20");
    }

    /// <summary>The size the user gave, or a square.</summary>
    /// <param name="pixels">How many pixels a whole sprite has.</param>
    /// <param name="given">The size the user gave, or null.</param>
    /// <param name="where">Which sprite this is, as errors name it.</param>
    /// <exception cref="InputException">The given size has another area, or none was given and no square fits.</exception>
    internal static (int Width, int Height) Of(int pixels, (int Width, int Height)? given, string where)
    {
        if (given is (int width, int height))
        {
            return (long)width * height == pixels
                ? (width, height)
                : throw new InputException($"{where}: {pixels} pixels are not the {(long)width * height} of the size {width}x{height}; give the --size that fits");
        }

        int side = (int)Math.Sqrt(pixels);
        return side * side == pixels
            ? (side, side)
            : throw new InputException($"{where}: {pixels} pixels do not make a square; give their size with --size WxH");
    }
}
