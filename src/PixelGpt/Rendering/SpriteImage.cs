using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Turns sprites into pictures and pictures into sprites.</summary>
public static class SpriteImage
{
    private static readonly Rgba UnknownLight = new(236, 236, 236);
    private static readonly Rgba UnknownDark = new(204, 204, 204);

    /// <summary>
    /// Draws a sprite, each pixel as a square of <paramref name="scale"/> × <paramref name="scale"/>. Pixels that are not
    /// known show as a light checkerboard finer than the pixels, so that they are not taken for a colour.
    /// </summary>
    /// <param name="sprite">The sprite.</param>
    /// <param name="palette">The colours of its indices.</param>
    /// <param name="scale">How many times larger, at least 1.</param>
    /// <exception cref="InputException">An index is outside the palette, the scale is not positive, or the picture is too large.</exception>
    public static PixelImage Render(Sprite sprite, Palette palette, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        ArgumentNullException.ThrowIfNull(palette);
        if (scale < 1) throw new InputException($"a scale of {scale}: a sprite is drawn 1 or more times its size");
        PixelImage image = PixelImage.OfSize((long)sprite.Width * scale, (long)sprite.Height * scale);
        for (int i = 0; i < sprite.Pixels.Length; i++)
        {
            int index = sprite.Pixels[i];
            if ((uint)index >= (uint)palette.Count)
                throw new InputException($"pixel {i} of a sprite is index {index}, outside the palette of {palette.Count} colours (0–{palette.Count - 1})");
            image.Fill(i % sprite.Width * scale, i / sprite.Width * scale, scale, scale, Rgba.From(palette[index]));
        }

        for (int i = sprite.Pixels.Length; i < sprite.Width * sprite.Height; i++)
            DrawUnknown(image, i % sprite.Width * scale, i / sprite.Width * scale, scale);
        return image;
    }

    /// <summary>
    /// Makes a sprite of a picture, each pixel the nearest colour of the palette in <see cref="Oklab"/>. Pixels less than half
    /// opaque become the background, index 0; the others are taken for opaque.
    /// </summary>
    /// <param name="image">The picture, one pixel of it for each of the sprite's.</param>
    /// <param name="palette">The colours to choose from.</param>
    public static MatchedSprite ToSprite(PixelImage image, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(palette);
        var matches = new Dictionary<Rgba, ColorMatch>();
        var indices = new int[image.Pixels.Length];
        int changed = 0;
        ColorMatch farthest = default;
        for (int i = 0; i < indices.Length; i++)
        {
            Rgba pixel = image.Pixels[i];
            if (!matches.TryGetValue(pixel, out ColorMatch match)) matches[pixel] = match = Match(pixel, palette);
            indices[i] = match.Index;
            if (match.IsExact) continue;
            changed++;
            if (match.Difference > farthest.Difference) farthest = match;
        }

        return new MatchedSprite(new Sprite(image.Width, image.Height, indices), changed, farthest.Difference, farthest.From, farthest.To);
    }

    private static ColorMatch Match(Rgba pixel, Palette palette)
    {
        if (pixel.A < 128) return new ColorMatch(0, pixel.A == 0, 0, pixel.Rgb, palette[0]);
        int index = palette.NearestIndex(pixel.Rgb);
        return new ColorMatch(index, pixel == Rgba.From(palette[index]), Oklab.From(pixel.Rgb).DistanceTo(Oklab.From(palette[index])), pixel.Rgb, palette[index]);
    }

    /// <summary>A pixel's share of the checkerboard, whose squares are half as wide as a pixel; as wide at a scale of 1.</summary>
    private static void DrawUnknown(PixelImage image, int left, int top, int scale)
    {
        int half = Math.Max(1, scale / 2);
        for (int y = top; y < top + scale; y++)
        {
            for (int x = left; x < left + scale; x++) image[x, y] = ((x / half) + (y / half)) % 2 == 0 ? UnknownLight : UnknownDark;
        }
    }

    private readonly record struct ColorMatch(int Index, bool IsExact, double Difference, Rgb From, Rgb To);
}

/// <summary>A picture in a palette's colours, and what it took.</summary>
/// <param name="Sprite">The sprite.</param>
/// <param name="Changed">How many of its pixels are neither fully transparent nor exactly a colour of the palette.</param>
/// <param name="LargestDifference">The largest ΔE in OKLab between what was there and what it became.</param>
/// <param name="From">The colour that had to go farthest.</param>
/// <param name="To">What it became.</param>
public readonly record struct MatchedSprite(Sprite Sprite, int Changed, double LargestDifference, Rgb From, Rgb To);
