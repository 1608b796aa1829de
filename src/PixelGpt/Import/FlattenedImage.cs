using System.Runtime.InteropServices;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>The opaque colours of a sprite in raster order. Two instances are equal if their sizes and colours are.</summary>
internal sealed class FlattenedImage : IEquatable<FlattenedImage>
{
    private readonly Rgb[] _colors;
    private readonly int _hash;

    private FlattenedImage(Rgb[] colors, int width)
    {
        (_colors, Width) = (colors, width);
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(colors.AsSpan()));
        _hash = hash.ToHashCode();
    }

    public int Width { get; }

    public int Height => _colors.Length / Width;

    public ReadOnlySpan<Rgb> Colors => _colors;

    /// <summary>Flattens an image: replaces its transparency by the background.</summary>
    public static FlattenedImage Of(PixelImage image, Rgb background, AlphaRule rule)
    {
        var colors = new Rgb[image.Pixels.Length];
        for (int i = 0; i < colors.Length; i++) colors[i] = Flatten(image.Pixels[i], background, rule);
        return new FlattenedImage(colors, image.Width);
    }

    /// <summary>Whether all pixels have the background colour.</summary>
    public bool IsBlank(Rgb background) => !_colors.AsSpan().ContainsAnyExcept(background);

    public bool Equals(FlattenedImage? other) => other is not null && Width == other.Width && _colors.AsSpan().SequenceEqual(other._colors);

    public override bool Equals(object? obj) => Equals(obj as FlattenedImage);

    public override int GetHashCode() => _hash;

    private static Rgb Flatten(Rgba pixel, Rgb background, AlphaRule rule)
    {
        if (pixel.A == 255) return pixel.Rgb;
        if (rule == AlphaRule.Threshold) return pixel.A >= 128 ? pixel.Rgb : background;
        byte Mix(byte over, byte under) => (byte)(((over * pixel.A) + (under * (255 - pixel.A)) + 127) / 255);
        return new Rgb(Mix(pixel.R, background.R), Mix(pixel.G, background.G), Mix(pixel.B, background.B));
    }
}
