using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Draws values per pixel as colours: dark blue for 0, then violet and orange, and pale yellow for the maximum.</summary>
public static class HeatMap
{
    private const int Steps = 64;

    private static readonly Rgb[] Stops = [new(12, 10, 40), new(72, 20, 110), new(160, 45, 110), new(225, 90, 60), new(250, 170, 50), new(252, 250, 190)];

    /// <summary>The colours from lowest to highest; the last one is for pixels without a value.</summary>
    public static Palette Palette { get; } = new([.. Enumerable.Range(0, Steps).Select(Color), new Rgb(128, 128, 128)]);

    /// <summary>Draws values as a sprite with the palette <see cref="Palette"/>.</summary>
    /// <param name="values">One value per pixel in raster order. Pixels before and after them have no value.</param>
    /// <param name="first">Index of the pixel of the first value.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="maximum">Value that has the brightest colour; greater values have it too.</param>
    /// <returns>The heat map.</returns>
    public static Sprite Draw(ReadOnlySpan<float> values, int first, int width, int height, float maximum)
    {
        int[] pixels = new int[width * height];
        Array.Fill(pixels, Steps);
        for (int i = 0; i < values.Length; i++) pixels[first + i] = (int)Math.Clamp(values[i] / maximum * (Steps - 1), 0, Steps - 1);
        return new Sprite(width, height, pixels);
    }

    private static Rgb Color(int step)
    {
        double at = (double)step / (Steps - 1) * (Stops.Length - 1);
        int left = Math.Min((int)at, Stops.Length - 2);
        byte Mix(byte a, byte b) => (byte)Math.Round(a + ((b - a) * (at - left)));
        return new Rgb(Mix(Stops[left].R, Stops[left + 1].R), Mix(Stops[left].G, Stops[left + 1].G), Mix(Stops[left].B, Stops[left + 1].B));
    }
}
