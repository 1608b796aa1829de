using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>Converts sprites to images and images to sprites.</summary>
public static class SpriteImage
{
    private static readonly Rgba UnknownLight = new(236, 236, 236);
    private static readonly Rgba UnknownDark = new(204, 204, 204);

    /// <summary>
    /// Draws a sprite. Each pixel becomes a square of <paramref name="scale"/> × <paramref name="scale"/>; unknown pixels are drawn as a
    /// light checkerboard that is finer than the pixels.
    /// </summary>
    /// <param name="sprite">The sprite.</param>
    /// <param name="palette">Palette of the sprite.</param>
    /// <param name="scale">Enlargement factor, at least 1.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InputException">A pixel is outside the palette, the scale is less than 1, or the image would be too large.</exception>
    public static PixelImage Render(Sprite sprite, Palette palette, int scale = 1) => Render(sprite, palette, scale, unknown: null);

    /// <summary>Draws a sprite, some of whose pixels are unknown.</summary>
    /// <param name="sprite">The sprite.</param>
    /// <param name="palette">Palette of the sprite.</param>
    /// <param name="scale">Enlargement factor, at least 1.</param>
    /// <param name="unknown">Whether each pixel is unknown; null if all pixels of the sprite are known.</param>
    /// <param name="transparent">Palette index that is transparent; null for none.</param>
    internal static PixelImage Render(Sprite sprite, Palette palette, int scale, IReadOnlyList<bool>? unknown, int? transparent = null)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        ArgumentNullException.ThrowIfNull(palette);
        InputException.Check(scale >= 1, "scale", scale, "at least 1");
        PixelImage image = PixelImage.OfSize((long)sprite.Width * scale, (long)sprite.Height * scale);
        for (int i = 0; i < sprite.Pixels.Length; i++)
        {
            int index = sprite.Pixels[i];
            if ((uint)index >= (uint)palette.Count)
                throw new InputException($"pixel {i} of a sprite is index {index}, outside the palette of {palette.Count} colours (0–{palette.Count - 1})");
            if (unknown?[i] ?? false) DrawUnknown(image, i % sprite.Width * scale, i / sprite.Width * scale, scale);
            else if (index != transparent) image.Fill(i % sprite.Width * scale, i / sprite.Width * scale, scale, scale, Rgba.From(palette[index]));
        }

        for (int i = sprite.Pixels.Length; i < sprite.Width * sprite.Height; i++)
            DrawUnknown(image, i % sprite.Width * scale, i / sprite.Width * scale, scale);
        return image;
    }

    /// <summary>
    /// Converts an image to a sprite: each pixel becomes the nearest colour of the palette in <see cref="Oklab"/>. Pixels that are less
    /// than half opaque become the background, index 0; others are treated as opaque. In an image with such pixels, opaque pixels of
    /// the background colour are foreground if the palette has this colour again.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="palette">Palette of the sprite.</param>
    /// <returns>The sprite and its colour changes.</returns>
    public static MatchedSprite ToSprite(PixelImage image, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(palette);
        var matches = new Dictionary<Rgba, ColorMatch>();
        var indices = new int[image.Pixels.Length];
        int changed = 0;
        ColorMatch farthest = default;
        bool hasTransparency = image.HasTransparency();
        for (int i = 0; i < indices.Length; i++)
        {
            Rgba pixel = image.Pixels[i];
            if (!matches.TryGetValue(pixel, out ColorMatch match)) matches[pixel] = match = Match(pixel, palette, hasTransparency);
            indices[i] = match.Index;
            if (match.IsExact) continue;
            changed++;
            if (match.Difference > farthest.Difference) farthest = match;
        }

        return new MatchedSprite(new Sprite(image.Width, image.Height, indices), changed, farthest.Difference, farthest.From, farthest.To);
    }

    private static ColorMatch Match(Rgba pixel, Palette palette, bool hasTransparency)
    {
        if (!pixel.IsOpaque) return new ColorMatch(0, pixel.A == 0, 0, pixel.Rgb, palette[0]);
        int index = hasTransparency ? palette.NearestDrawnIndex(pixel.Rgb) : palette.NearestIndex(pixel.Rgb);
        return new ColorMatch(index, pixel == Rgba.From(palette[index]), Oklab.From(pixel.Rgb).DistanceTo(Oklab.From(palette[index])), pixel.Rgb, palette[index]);
    }

    /// <summary>Draws one unknown pixel of the checkerboard. Its squares are half a pixel wide, or one pixel at scale 1.</summary>
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
