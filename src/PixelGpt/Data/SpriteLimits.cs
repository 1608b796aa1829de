namespace PixelGpt.Data;

/// <summary>How much a source of sprites may hold in memory: far above any data set of pixel art, and no more than a few gigabytes.</summary>
internal static class SpriteLimits
{
    /// <summary>The most sprites.</summary>
    public const int MaxSprites = 1 << 22;

    /// <summary>The most pixels of all sprites together.</summary>
    public const long MaxPixels = 1L << 28;

    /// <summary>The most colours of a palette.</summary>
    public const int MaxColors = 1 << 16;

    /// <summary>Makes sure that a source stays within them.</summary>
    /// <param name="sprites">Sprites so far, or declared.</param>
    /// <param name="pixels">Pixels so far.</param>
    /// <param name="where">The source, as errors name it.</param>
    /// <exception cref="InputException">It does not.</exception>
    public static void Check(long sprites, long pixels, string where)
    {
        if (sprites > MaxSprites || pixels > MaxPixels)
            throw new InputException($"{where}: over the limit of {MaxSprites} sprites and {MaxPixels} pixels in all; use a smaller data set");
    }
}
