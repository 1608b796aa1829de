using PixelGpt.Imaging;

namespace PixelGpt.Models.Embeddings;

/// <summary>A change of all colours of a palette except the background colour, in <see cref="Oklab"/> coordinates.</summary>
/// <param name="Hue">Angle by which hues are rotated, in radians.</param>
/// <param name="IsMirrored">Whether the order of hues is reversed before the rotation.</param>
/// <param name="Chroma">Factor of the chroma.</param>
/// <param name="Lightness">Factor of the lightness.</param>
internal readonly record struct ColorChange(double Hue, bool IsMirrored, double Chroma, double Lightness)
{
    /// <summary>No change.</summary>
    public static ColorChange None { get; } = new(0, false, 1, 1);

    /// <summary>Returns a changed colour.</summary>
    /// <param name="color">The colour.</param>
    public Oklab Apply(Oklab color)
    {
        if (this == None) return color;
        (double sine, double cosine) = Math.SinCos(Hue);
        double b = IsMirrored ? -color.B : color.B;
        return new Oklab(
            Math.Clamp(color.L * Lightness, 0, 1),
            ((color.A * cosine) - (b * sine)) * Chroma,
            ((color.A * sine) + (b * cosine)) * Chroma);
    }
}
