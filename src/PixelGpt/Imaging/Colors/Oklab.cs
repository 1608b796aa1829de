namespace PixelGpt.Imaging;

/// <summary>
/// A colour in OKLab, a colour space in which equal distances look about equally large (B. Ottosson, "A perceptual color space
/// for image processing", 2020; CSS Color 4). The last digits may differ between platforms because the power and cube root
/// functions of their C libraries differ.
/// </summary>
/// <param name="L">Lightness: 0 is black, 1 is white.</param>
/// <param name="A">Green (negative) to red (positive).</param>
/// <param name="B">Blue (negative) to yellow (positive).</param>
public readonly record struct Oklab(double L, double A, double B)
{
    /// <summary>Converts a colour from sRGB.</summary>
    /// <param name="color">Colour to convert.</param>
    /// <returns>The colour in OKLab.</returns>
    public static Oklab From(Rgb color)
    {
        double r = Srgb.ToLinear(color.R), g = Srgb.ToLinear(color.G), b = Srgb.ToLinear(color.B);
        double l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        double m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        double s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return new Oklab(
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    /// <summary>Converts the colour to 8-bit sRGB. Each channel is rounded, and clamped to 0–255.</summary>
    /// <returns>The nearest sRGB colour.</returns>
    public Rgb ToRgb()
    {
        double l = Cube(L + (0.3963377774 * A) + (0.2158037573 * B));
        double m = Cube(L - (0.1055613458 * A) - (0.0638541728 * B));
        double s = Cube(L - (0.0894841775 * A) - (1.2914855480 * B));
        return new Rgb(
            Srgb.FromLinear((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Srgb.FromLinear((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Srgb.FromLinear((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }

    /// <summary>Computes the colour difference ΔE. Black and white have distance 1; a difference of about 0.02 is just visible.</summary>
    /// <param name="other">The other colour.</param>
    /// <returns>The distance, at least 0.</returns>
    public double DistanceTo(Oklab other) => Math.Sqrt(SquaredDistanceTo(other));

    /// <summary>Computes the square of <see cref="DistanceTo"/>, which is faster and orders distances the same way.</summary>
    /// <param name="other">The other colour.</param>
    /// <returns>The squared distance.</returns>
    public double SquaredDistanceTo(Oklab other)
    {
        double l = L - other.L, a = A - other.A, b = B - other.B;
        return (l * l) + (a * a) + (b * b);
    }

    private static double Cube(double value) => value * value * value;
}
