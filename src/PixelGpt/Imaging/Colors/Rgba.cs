using System.Runtime.InteropServices;

namespace PixelGpt.Imaging;

/// <summary>An sRGB colour with alpha, 8 bits per channel, not premultiplied; four bytes in this order in memory.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
/// <param name="A">Alpha: 0 is fully transparent, 255 is opaque.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Rgba(byte R, byte G, byte B, byte A = 255)
{
    /// <summary>Whether the colour is at least half opaque; other pixels count as transparent where a pixel must be one or the other.</summary>
    internal bool IsOpaque => A >= 128;

    /// <summary>Returns the colour with full opacity.</summary>
    /// <param name="color">The colour.</param>
    /// <returns>The colour with alpha 255.</returns>
    public static Rgba From(Rgb color) => new(color.R, color.G, color.B);

    /// <summary>The colour without alpha.</summary>
    public Rgb Rgb => new(R, G, B);

    /// <summary>Returns the colour as <c>#rrggbbaa</c>.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}{A:x2}";
}
