using System.Runtime.InteropServices;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Inference;

/// <summary>Converts picture files with the choices of the user: which part, which size, which colours.</summary>
internal static class PictureImport
{
    private static readonly NearestFilter Nearest = new();

    /// <summary>Converts the first frame of a picture file.</summary>
    /// <param name="content">The frame.</param>
    /// <param name="steps">The choices.</param>
    /// <param name="lease">The model.</param>
    /// <exception cref="InputException">A choice does not fit the picture or the model.</exception>
    public static ImportedPicture Convert(PictureContent content, ImportSteps steps, ModelLease lease)
    {
        PixelModel model = lease.Model;
        if (!model.HasFreePalette && (steps.Palette is not null || steps.MaxColors is not null))
            throw new InputException("the model draws only in its own palette; leave 'palette' and 'max_colors' out, or use a model with free_palette");
        if (steps.Palette is { } given) InputException.Check(given.Count is >= 2 and <= ModelStore.MaxColors, "the number of colours of 'palette'", given.Count, $"2 to {ModelStore.MaxColors}");
        var notes = new List<string>();
        PixelImage whole = content.Frame(null, "image", notes);

        // The background is that of the whole picture: the edge of a part can have any colour.
        Rgb? background = BackgroundOf(whole, steps, model);
        PixelImage image = Resized(whole, steps, lease, notes);
        if (AlphaThreshold.Apply(image) is { } alphaChanges) notes.Add(alphaChanges);
        Rgb?[] drawn = [.. image.Pixels.ToArray().Select(pixel => pixel.IsOpaque && pixel.Rgb != background ? pixel.Rgb : (Rgb?)null)];
        Palette palette = steps.Palette ?? (model.HasFreePalette ? OwnPalette(drawn, background ?? model.Palette[0], steps.MaxColors, notes) : model.Palette);
        int[] pixels = Matched(drawn, image.Width, palette, steps.HasDither, notes);
        return new ImportedPicture(new Sprite(image.Width, image.Height, pixels), notes, model.HasFreePalette ? palette : null, image.HasTransparency());
    }

    /// <summary>Crops and resizes a picture. All sizes are checked before colours are matched.</summary>
    private static PixelImage Resized(PixelImage image, ImportSteps steps, ModelLease lease, List<string> notes)
    {
        if (steps.Crop is { } crop)
        {
            bool isInside = crop is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && (long)crop.X + crop.Width <= image.Width && (long)crop.Y + crop.Height <= image.Height;
            image = isInside
                ? image.Crop(crop)
                : throw new InputException($"'crop' ({crop.X}, {crop.Y}, {crop.Width}×{crop.Height}) is not completely inside the picture of {image.Width}×{image.Height} pixels");
        }

        int scale = steps.Scale ?? (steps.Size is null ? SpriteConverter.ScaleOf(image, lease.Model) : 1);
        (int width, int height) = steps.Size ?? (image.Width / scale, image.Height / scale);
        ModelSizes.Of(lease).Check(width, height);
        if (scale > 1)
        {
            InputException.Check(scale <= Math.Min(image.Width, image.Height), "scale", scale, $"at most {Math.Min(image.Width, image.Height)}, the smaller side of the picture");
            PixelImage reduced = Nearest.Resize(image, image.Width / scale, image.Height / scale);
            notes.Add($"the {image.Width}×{image.Height} image is a {reduced.Width}×{reduced.Height} picture enlarged {scale} times; it was reduced to that size");
            image = reduced;
        }

        if (width == image.Width && height == image.Height) return image;
        notes.Add($"resized from {image.Width}×{image.Height} to {width}×{height} pixels");
        bool isSmaller = width <= image.Width && height <= image.Height;
        return (isSmaller ? steps.Filter : Nearest).Resize(image, width, height);
    }

    private static Rgb? BackgroundOf(PixelImage image, ImportSteps steps, PixelModel model)
    {
        if (!steps.HasBackground) return null;
        if (steps.Background is not null) return steps.Background;
        if (image.HasTransparency()) return null;

        // A bound model has a background colour of its own, which the picture either has or not.
        return model.HasFreePalette ? OwnColorPicture.MostFrequentOnEdge(image) : model.Palette[0];
    }

    /// <summary>Returns a palette of the colours of a picture, of which similar ones are merged if there are too many.</summary>
    private static Palette OwnPalette(Rgb?[] drawn, Rgb background, int? maxColors, List<string> notes)
    {
        var counts = new Dictionary<Rgb, long>();
        foreach (Rgb? color in drawn)
        {
            if (color is { } rgb) CollectionsMarshal.GetValueRefOrAddDefault(counts, rgb, out _)++;
        }

        if (counts.Count + 1 <= (maxColors ?? ModelStore.MaxColors)) return new Palette(counts.Keys.Prepend(background));
        if (maxColors is not { } count) throw new InputException($"image: the picture has {counts.Count + 1} colours; the maximum is {ModelStore.MaxColors}; set 'max_colors' to merge similar ones");

        // A drawn colour that equals the background needs an index of its own.
        bool isTwice = counts.ContainsKey(background) && count > 2;
        Palette reduced = ColorQuantizer.Quantize(counts.Select(c => new ColorCount(c.Key, c.Value)), background, isTwice ? count - 1 : count, seed: 0);
        notes.Add($"{counts.Count} colours were reduced to {reduced.Count - (isTwice ? 0 : 1)}");
        return isTwice ? new Palette(reduced.Colors.Insert(1, background)) : reduced;
    }

    /// <summary>Returns palette indices: 0 for pixels that are not drawn, and the nearest other colour for the others.</summary>
    private static int[] Matched(Rgb?[] drawn, int width, Palette palette, bool hasDither, List<string> notes)
    {
        if (palette.Count == 1) return new int[drawn.Length];
        var others = new Palette(palette.Colors.Skip(1));
        var mixes = new Dictionary<Rgb, ColorMix>();
        int[] pixels = new int[drawn.Length];
        int changed = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            if (drawn[i] is not { } color) continue;
            if (!mixes.TryGetValue(color, out ColorMix mix)) mixes[color] = mix = hasDither ? ColorMix.Of(color, others) : new ColorMix(others.NearestIndex(color), 0, 0);
            int index = mix.At(i % width, i / width);
            if (others[index] != color) changed++;
            pixels[i] = index + 1;
        }

        if (changed > 0) notes.Add($"{changed} of {pixels.Length} pixels were changed to the nearest colour of the palette");
        return pixels;
    }
}
