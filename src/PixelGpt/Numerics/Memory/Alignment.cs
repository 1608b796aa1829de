namespace PixelGpt.Numerics;

/// <summary>Rounds sizes up to whole SIMD vectors.</summary>
internal static class Alignment
{
    /// <summary>Number of floats in a cache line (64 bytes), which is also the widest vector.</summary>
    public const int Floats = 16;

    /// <summary>Rounds <paramref name="count"/> up to a multiple of <see cref="Floats"/>.</summary>
    public static int RoundUp(int count) => RoundUp(count, Floats);

    /// <summary>Rounds <paramref name="count"/> up to a multiple of <paramref name="multiple"/>.</summary>
    public static int RoundUp(int count, int multiple) => checked(count + multiple - 1) / multiple * multiple;
}
