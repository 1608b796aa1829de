using System.Runtime.InteropServices;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>
/// The pixels of a sprite in raster order: opaque colours, and transparent pixels for the background. Two instances are equal if
/// their sizes and pixels are.
/// </summary>
internal sealed class FlattenedImage : IEquatable<FlattenedImage>
{
    private readonly Rgba[] _pixels;
    private readonly int _hash;

    private FlattenedImage(Rgba[] pixels, int width)
    {
        (_pixels, Width) = (pixels, width);
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(pixels.AsSpan()));
        _hash = hash.ToHashCode();
    }

    public int Width { get; }

    public int Height => _pixels.Length / Width;

    /// <summary>The pixels; those of the background are <c>default</c>, all others are opaque.</summary>
    public ReadOnlySpan<Rgba> Pixels => _pixels;

    /// <summary>The group whose sprites stay in one split; null if the sprite has none. Not compared.</summary>
    public string? Group { get; init; }

    /// <summary>The split that the data set of the picture has it in; null if it has none. Not compared.</summary>
    public string? Split { get; init; }

    /// <summary>Flattens an image: makes each pixel opaque or background.</summary>
    /// <param name="image">The image.</param>
    /// <param name="background">The background colour.</param>
    /// <param name="rule">How partly transparent pixels are made opaque.</param>
    /// <param name="hasTransparency">Whether the background of the file is transparent. If not, pixels of the background colour are background.</param>
    /// <param name="group">The group of the sprite, or null.</param>
    /// <param name="split">The split that the data set of the picture has it in, or null.</param>
    public static FlattenedImage Of(PixelImage image, Rgb background, AlphaRule rule, bool hasTransparency, string? group, string? split = null)
    {
        var pixels = new Rgba[image.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = Flatten(image.Pixels[i], background, rule, hasTransparency);
        return new FlattenedImage(pixels, image.Width) { Group = group, Split = split };
    }

    /// <summary>Whether all pixels are background.</summary>
    public bool IsBlank => !_pixels.AsSpan().ContainsAnyExcept(default(Rgba));

    public bool Equals(FlattenedImage? other) => other is not null && Width == other.Width && _pixels.AsSpan().SequenceEqual(other._pixels);

    public override bool Equals(object? obj) => Equals(obj as FlattenedImage);

    public override int GetHashCode() => _hash;

    private static Rgba Flatten(Rgba pixel, Rgb background, AlphaRule rule, bool hasTransparency)
    {
        if (pixel.A == 0 || (rule == AlphaRule.Threshold && !pixel.IsOpaque)) return default;
        Rgb color = rule == AlphaRule.Threshold || pixel.A == 255 ? pixel.Rgb : Blend(pixel, background);
        bool isBackground = color == background && !(hasTransparency && pixel.IsOpaque);
        return isBackground ? default : Rgba.From(color);
    }

    private static Rgb Blend(Rgba pixel, Rgb background)
    {
        byte Mix(byte over, byte under) => (byte)(((over * pixel.A) + (under * (255 - pixel.A)) + 127) / 255);
        return new Rgb(Mix(pixel.R, background.R), Mix(pixel.G, background.G), Mix(pixel.B, background.B));
    }
}
