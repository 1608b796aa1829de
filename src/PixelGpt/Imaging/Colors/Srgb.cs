namespace PixelGpt.Imaging;

/// <summary>The sRGB transfer function (IEC 61966-2-1): conversion between channel values and linear light.</summary>
internal static class Srgb
{
    private static readonly double[] Linear = [.. Enumerable.Range(0, 256).Select(v => ToLight(v / 255.0))];

    /// <summary>Converts a channel value to linear light, 0–1.</summary>
    /// <param name="value">Channel value.</param>
    /// <returns>Linear light, 0–1.</returns>
    public static double ToLinear(byte value) => Linear[value];

    /// <summary>Converts linear light to the nearest channel value. Values outside 0–1 are clamped.</summary>
    /// <param name="light">Linear light.</param>
    /// <returns>The channel value.</returns>
    public static byte FromLinear(double light)
    {
        double clamped = Math.Clamp(light, 0, 1);
        double value = clamped <= 0.0031308 ? 12.92 * clamped : (1.055 * Math.Pow(clamped, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(255 * value, MidpointRounding.AwayFromZero);
    }

    private static double ToLight(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
