using System.Runtime.InteropServices;

namespace PixelGpt.Imaging;

/// <summary>A colour with opacity, 8 bits a channel, sRGB, not premultiplied. Four bytes in this order in memory.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
/// <param name="A">Opacity: 0 is fully transparent, 255 opaque.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Rgba(byte R, byte G, byte B, byte A = 255)
{
    /// <summary>The same colour, opaque.</summary>
    public static Rgba From(Rgb color) => new(color.R, color.G, color.B);

    /// <summary>The colour without its opacity.</summary>
    public Rgb Rgb => new(R, G, B);

    /// <inheritdoc/>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}{A:x2}";
}
