namespace PixelGpt.Data;

/// <summary>Limits of data sets: far above any pixel art data set, and low enough for a few gigabytes of memory.</summary>
internal static class DatasetLimits
{
    /// <summary>Maximum number of sprites.</summary>
    public const int MaxSprites = 1 << 22;

    /// <summary>Maximum number of pixels of all sprites together.</summary>
    public const long MaxPixels = 1L << 28;

    /// <summary>Maximum number of colours of a palette.</summary>
    public const int MaxColors = 1 << 16;

    /// <summary>Checks the size of a data set.</summary>
    /// <param name="sprites">Number of sprites read so far, or declared.</param>
    /// <param name="pixels">Number of pixels read so far.</param>
    /// <param name="where">Name of the source in error messages.</param>
    /// <exception cref="InputException">A limit is exceeded.</exception>
    public static void Check(long sprites, long pixels, string where)
    {
        if (sprites > MaxSprites || pixels > MaxPixels)
            throw new InputException($"{where}: the data set exceeds the limit of {MaxSprites} sprites or {MaxPixels} pixels in total; use a smaller one");
    }
}
