namespace PixelGpt.Numerics;

/// <summary>Rounding of sizes, so that rows and slices start where vectors like them.</summary>
internal static class Alignment
{
    /// <summary>Floats a cache line, and a vector of the widest kind.</summary>
    public const int Floats = 16;

    /// <summary><paramref name="count"/> rounded up to whole vectors of the widest kind.</summary>
    public static int RoundUp(int count) => RoundUp(count, Floats);

    /// <summary><paramref name="count"/> rounded up to a multiple.</summary>
    public static int RoundUp(int count, int multiple) => checked(count + multiple - 1) / multiple * multiple;
}
