namespace PixelGpt.Data.Sources;

/// <summary>The one rule for the size of sprites that come as plain lists of pixels.</summary>
internal static class SpriteSize
{
    /// <summary>The size the user gave, or a square.</summary>
    /// <param name="pixels">How many pixels a whole sprite has.</param>
    /// <param name="given">The size the user gave, or null.</param>
    /// <param name="where">Which sprite this is, as errors name it.</param>
    /// <exception cref="InputException">The given size has another area, or none was given and no square fits.</exception>
    public static (int Width, int Height) Of(int pixels, (int Width, int Height)? given, string where)
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
