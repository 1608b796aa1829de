using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Pictures;
using PixelGpt.Rendering;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Inference;

/// <summary>Converts picture files and palette indices to sprites of a model, and sprites to PNG files.</summary>
internal static class SpriteConverter
{
    /// <summary>The first frame only, and enough pixels for a sprite of 128×128 pixels enlarged 32 times. Without a limit, a file of a few kilobytes could need gigabytes of memory.</summary>
    private static readonly PictureLimits FileLimits = new() { MaxPixels = 1 << 24, Frames = 1 };

    /// <summary>Creates a sprite of palette indices.</summary>
    /// <exception cref="InputException">The picture has no pixels, or is too large.</exception>
    public static Sprite FromIndices(int width, int height, int[] pixels, ModelLease lease)
    {
        ModelSizes.Of(lease).Check(width, height);
        return new Sprite(width, height, pixels);
    }

    /// <summary>Reads the first frame of a picture file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <param name="notes">Receives what a user may want to know about the file.</param>
    /// <exception cref="InputException">The file is no picture, is damaged, or has too many pixels.</exception>
    public static PixelImage Read(byte[] file, string name, List<string> notes) => ReadContent(file, name).Frame(null, name, notes);

    /// <summary>Reads the first frame of a picture file, and how many it has.</summary>
    /// <inheritdoc cref="Read"/>
    public static PictureContent ReadContent(byte[] file, string name) => ReadableFormats.All.Read(file, name, FileLimits);

    /// <summary>Reads a picture file, reduces it to its original size, and converts its colours to the model's palette, unless the model works with any palette.</summary>
    /// <param name="file">The file.</param>
    /// <param name="lease">The model.</param>
    /// <exception cref="InputException">The file is not a valid picture, or the picture has too many pixels or colours.</exception>
    public static ImportedPicture FromFile(byte[] file, ModelLease lease) => FromContent(ReadContent(file, "image"), lease);

    /// <summary>Converts the first frame of a picture file like <see cref="FromFile"/>.</summary>
    /// <param name="content">The frame.</param>
    /// <param name="lease">The model.</param>
    /// <exception cref="InputException">The picture has too many pixels or colours.</exception>
    public static ImportedPicture FromContent(PictureContent content, ModelLease lease)
    {
        PixelModel model = lease.Model;
        var notes = new List<string>();
        PixelImage image = content.Frame(null, "image", notes);
        if (AlphaThreshold.Apply(image) is { } alphaChanges) notes.Add(alphaChanges);

        // The size is checked before the colours are matched, which takes long for a large picture with many colours.
        int reduced = ScaleOf(image, model);
        ModelSizes.Of(lease).Check(image.Width / reduced, image.Height / reduced);
        if (model.HasFreePalette && model.Config.Description.MaxImageSize is > 0 and int maxSize)
        {
            var own = OwnColorPicture.Of(image, maxSize, model.Palette[0]);
            ModelStore.CheckColors(own.Palette, "image: the picture");
            AddScale(own.Scale, own.Sprite);
            return new ImportedPicture(own.Sprite, notes, own.Palette, own.HasTransparency);
        }

        var picture = PromptPicture.Of(image, model.Palette, model.Config.ImageSize, model.Config.Description.MaxPositions);
        Sprite sprite = picture.Matched.Sprite;
        AddScale(picture.Scale, sprite);
        if (DescribeChanges(picture.Matched) is { } colorChanges) notes.Add(colorChanges);
        if (model.Config.ImageSize is { } size && size != (sprite.Width, sprite.Height))
            notes.Add($"the model was trained on {size.Width}×{size.Height} pixels, but this picture has {sprite.Width}×{sprite.Height}");
        return new ImportedPicture(sprite, notes, null, image.HasTransparency());

        void AddScale(int scale, Sprite reduced)
        {
            if (scale > 1) notes.Add($"the {image.Width}×{image.Height} image is a {reduced.Width}×{reduced.Height} picture enlarged {scale} times; it was reduced to that size");
        }
    }

    /// <summary>Writes a sprite as a PNG.</summary>
    /// <param name="sprite">The sprite.</param>
    /// <param name="palette">The colours.</param>
    /// <param name="scale">The width and height of a pixel in the PNG.</param>
    /// <param name="transparent">Whether the background is transparent.</param>
    public static byte[] ToPng(Sprite sprite, Palette palette, int scale, bool transparent) =>
        PngWriter.ToBytes(SpriteImage.Render(sprite, palette, scale, unknown: null, transparent: transparent ? 0 : null));

    /// <summary>Describes the colours that a palette does not have; null if it has all of them.</summary>
    public static string? DescribeChanges(MatchedSprite matched)
    {
        (Sprite sprite, int changed, double difference, Rgb from, Rgb to) = matched;
        if (changed == 0) return null;
        string largest = difference > 0 ? $"; the largest change is {from} to {to} (ΔE {difference:0.000})" : "";
        return $"{changed} of {sprite.Pixels.Length} pixels were changed to the nearest colour of the model's palette{largest}";
    }

    /// <summary>Returns the factor by which a picture is reduced for a model; 1 if it fits or was not enlarged.</summary>
    public static int ScaleOf(PixelImage image, PixelModel model) =>
        model.HasFreePalette && model.Config.Description.MaxImageSize is > 0 and int maxSize
            ? OwnColorPicture.ScaleOf(image, maxSize)
            : PromptPicture.ScaleOf(image, model.Config.ImageSize, model.Config.Description.MaxPositions);
}
