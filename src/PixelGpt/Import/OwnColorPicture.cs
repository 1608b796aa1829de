using System.Runtime.InteropServices;
using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>A picture converted to a sprite whose palette is the colours of the picture itself, for models that work with any palette.</summary>
public sealed class OwnColorPicture
{
    private OwnColorPicture(int scale, Sprite sprite, Palette palette, bool hasTransparency) =>
        (Scale, Sprite, Palette, HasTransparency) = (scale, sprite, palette, hasTransparency);

    /// <summary>The factor by which the picture was larger than the sprite.</summary>
    public int Scale { get; }

    /// <summary>The sprite.</summary>
    public Sprite Sprite { get; }

    /// <summary>The background and the other colours of the picture in order of appearance, followed by the additional colours.</summary>
    public Palette Palette { get; }

    /// <summary>Whether the background stands for the transparent pixels of the picture.</summary>
    public bool HasTransparency { get; }

    /// <summary>
    /// Converts a picture. Pixels that are less than half opaque become background; without such pixels, the background is the most
    /// frequent colour on the edge of the picture.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="maxSize">Maximum width and height of the sprite. If the picture is larger, its upscaling is undone (see <see cref="PixelScale"/>).</param>
    /// <param name="transparent">The colour that the model sees in place of transparency.</param>
    /// <param name="additional">Additional colours of the palette; null for none.</param>
    /// <returns>The sprite and its palette.</returns>
    public static OwnColorPicture Of(PixelImage picture, int maxSize, Rgb transparent, IEnumerable<Rgb>? additional = null) => Of(picture, maxSize, transparent, additional, isTransparencyMissing: false);

    /// <summary>Converts a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="maxSize">Maximum width and height of the sprite. If the picture is larger, its upscaling is undone (see <see cref="PixelScale"/>).</param>
    /// <param name="transparent">The colour that the model sees in place of transparency.</param>
    /// <param name="additional">Additional colours of the palette; null for none.</param>
    /// <param name="isTransparencyMissing">Whether transparent pixels are missing instead of background, which is then the most frequent opaque colour on the edge.</param>
    internal static OwnColorPicture Of(PixelImage picture, int maxSize, Rgb transparent, IEnumerable<Rgb>? additional, bool isTransparencyMissing)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int scale = ScaleOf(picture, maxSize);
        PixelImage image = PixelScale.Reduce(picture, scale);
        bool hasTransparency = !isTransparencyMissing && image.HasTransparency();
        Rgb background = hasTransparency ? transparent : MostFrequentOnEdge(image);
        var palette = new List<Rgb> { background };
        var indices = new Dictionary<Rgb, int>();

        // A drawn pixel of the colour that stands for transparency remains opaque, so that colour occurs twice in the palette.
        if (!hasTransparency) indices[background] = 0;
        int[] pixels = new int[image.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = image.Pixels[i].IsOpaque ? IndexOf(image.Pixels[i].Rgb) : 0;
        foreach (Rgb color in additional ?? []) _ = IndexOf(color);
        return new OwnColorPicture(scale, new Sprite(image.Width, image.Height, pixels), new Palette(palette), hasTransparency);

        int IndexOf(Rgb color)
        {
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(indices, color, out bool exists);
            if (exists) return index;
            palette.Add(color);
            return index = palette.Count - 1;
        }
    }

    /// <summary>Returns the factor by which a picture is reduced to fit a size; 1 if it fits or was not enlarged.</summary>
    internal static int ScaleOf(PixelImage picture, int maxSize) =>
        picture.Width > maxSize || picture.Height > maxSize ? new ExtractedSprites([picture], PixelScale.Of(picture)).ScaleToFit(maxSize, maxSize) : 1;

    /// <summary>Returns the part of the sprite that is to be completed: its drawn rows, if at least the lower quarter is empty.</summary>
    /// <param name="promptFraction">The fraction of the sprite that is the prompt otherwise.</param>
    /// <returns>The first pixels of the sprite.</returns>
    public Sprite Prompt(double promptFraction = SequenceViews.DefaultPromptFraction) =>
        Sprite.FirstPixels(UnfinishedPicture.DrawnPixels(Sprite) ?? SequenceViews.PromptLength(Sprite.Width * Sprite.Height, promptFraction));

    /// <summary>Returns the most frequent colour of the first and last row and column; of equally frequent ones, the first in raster order.</summary>
    internal static Rgb MostFrequentOnEdge(PixelImage image)
    {
        var counts = new Dictionary<Rgb, int>();
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            int x = i % image.Width, y = i / image.Width;
            if ((x == 0 || y == 0 || x == image.Width - 1 || y == image.Height - 1) && image.Pixels[i].IsOpaque) CollectionsMarshal.GetValueRefOrAddDefault(counts, image.Pixels[i].Rgb, out _)++;
        }

        return counts.Count == 0 ? default : counts.MaxBy(c => c.Value).Key;
    }
}
