using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Numbers of pixels as colours: dark blue for 0, through violet and orange, to pale yellow for the greatest.</summary>
public static class HeatMap
{
    private const int Steps = 64;

    private static readonly Rgb[] Stops = [new(12, 10, 40), new(72, 20, 110), new(160, 45, 110), new(225, 90, 60), new(250, 170, 50), new(252, 250, 190)];

    /// <summary>The colours, from the least to the greatest; the last is for pixels that have no number.</summary>
    public static Palette Palette { get; } = new([.. Enumerable.Range(0, Steps).Select(Color), new Rgb(128, 128, 128)]);

    /// <summary>Draws numbers as a picture over <see cref="Palette"/>.</summary>
    /// <param name="values">A number a pixel, in raster order; pixels before and behind have none.</param>
    /// <param name="first">The pixel that the first number belongs to.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="greatest">The number that the brightest colour stands for.</param>
    public static Sprite Draw(ReadOnlySpan<float> values, int first, int width, int height, float greatest)
    {
        int[] pixels = new int[width * height];
        Array.Fill(pixels, Steps);
        for (int i = 0; i < values.Length; i++) pixels[first + i] = (int)Math.Clamp(values[i] / greatest * (Steps - 1), 0, Steps - 1);
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
