using PixelGpt.Imaging;
using PixelGpt.Import;

namespace PixelGpt.Studio.Editing;

/// <summary>A picture of any size, and which of its pixels are to be drawn.</summary>
internal sealed class EditedPicture
{
    private EditedPicture(PixelImage image, bool[] mask, bool drawsOpaque) => (Image, Mask, DrawsOpaque) = (image, mask, drawsOpaque);

    /// <summary>The picture.</summary>
    public PixelImage Image { get; }

    /// <summary>Whether each pixel is to be drawn, in raster order.</summary>
    public bool[] Mask { get; }

    /// <summary>Whether drawn pixels are always opaque: all other pixels are, and the pixels to draw are not its open background.</summary>
    public bool DrawsOpaque { get; }

    /// <summary>Selects the transparent pixels of a picture.</summary>
    /// <exception cref="InputException">No pixel is transparent.</exception>
    public static EditedPicture WithTransparency(PixelImage image)
    {
        bool[] mask = MissingPixels.Transparent(image, always: true)
            ?? throw new InputException("every pixel is painted, so there is nothing to draw; erase what the model is to draw, or select it");
        return WithMask(image, mask);
    }

    /// <summary>Selects pixels of a picture by a mask.</summary>
    /// <exception cref="InputException">The mask has another size, or selects nothing.</exception>
    public static EditedPicture WithMask(PixelImage image, bool[] mask)
    {
        if (mask.Length != image.Pixels.Length) throw new InputException($"the mask must have one entry per pixel of the picture, {image.Pixels.Length} (got {mask.Length})");
        if (!mask.Contains(true)) throw new InputException("the mask selects no pixel, so there is nothing to draw; select what the model is to draw");
        return new EditedPicture(image, mask, IsOpaqueOutside(image, mask) && (!image.HasTransparency() || MissingPixels.Transparent(image, always: false) is not null));
    }

    /// <summary>Selects the pixels of a picture that have a colour; the colour itself is no colour of the picture.</summary>
    /// <returns>The picture; null if no pixel has the colour.</returns>
    public static EditedPicture? WithColor(PixelImage image, Rgb color)
    {
        var selected = Rgba.From(color);
        bool[] mask = [.. image.Pixels.ToArray().Select(pixel => pixel == selected)];
        if (!mask.Contains(true)) return null;
        bool drawsOpaque = !image.HasTransparency();
        var cleared = new PixelImage(image.Width, image.Height);
        for (int i = 0; i < mask.Length; i++) cleared.Pixels[i] = mask[i] ? default : image.Pixels[i];
        return new EditedPicture(cleared, mask, drawsOpaque);
    }

    /// <summary>Returns a part of the picture.</summary>
    public EditedPicture Crop(PixelArea area)
    {
        bool[] mask = [.. Enumerable.Range(0, area.Height).SelectMany(y => Mask.Skip(((area.Y + y) * Image.Width) + area.X).Take(area.Width))];
        return new EditedPicture(Image.Crop(area), mask, DrawsOpaque);
    }

    private static bool IsOpaqueOutside(PixelImage image, bool[] mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (!mask[i] && !image.Pixels[i].IsOpaque) return false;
        }

        return true;
    }
}
