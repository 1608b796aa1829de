using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Rendering;

namespace PixelGpt.Studio.Api;

/// <summary>Pictures as files and as indices, both ways, in a model's colours.</summary>
internal static class PictureFiles
{
    /// <summary>The most pixels of a picture file: a sprite of 128×128 enlarged 32 times. A few kilobytes can unpack to far more, and many may come at once.</summary>
    private const long MaxFilePixels = 1 << 24;

    /// <summary>A sprite of indices.</summary>
    /// <exception cref="InputException">It does not fit the model.</exception>
    public static Sprite Sprite(int width, int height, int[] pixels, PixelModel model)
    {
        CheckSize(width, height, model);
        return new Sprite(width, height, pixels);
    }

    /// <summary>A PNG at the size it was drawn, in the model's colours, and what was changed for that.</summary>
    /// <exception cref="InputException">It is no sound PNG, or too large for the model.</exception>
    public static (Sprite Sprite, IReadOnlyList<string> Notes) Read(byte[] file, PixelModel model)
    {
        PngHeader header = PngFile.Parse(file, "image").Header;
        if ((long)header.Width * header.Height > MaxFilePixels) throw new InputException($"image: {header.Width}×{header.Height} pixels are over the studio's limit of {MaxFilePixels}; give it at its own size, not enlarged");
        PixelImage image = PngReader.Read(file, "image");
        var picture = PromptPicture.Of(image, model.Palette, model.Config.ImageSize, model.Transformer.Description.MaxPositions);
        (Sprite sprite, int changed, double difference, Rgb from, Rgb to) = picture.Matched;
        CheckSize(sprite.Width, sprite.Height, model);
        var notes = new List<string>();
        if (picture.Scale > 1) notes.Add($"{image.Width}×{image.Height} is {sprite.Width}×{sprite.Height} enlarged {picture.Scale} times; it was taken at that size");
        if (changed > 0) notes.Add(FormattableString.Invariant($"{changed} of {sprite.Pixels.Length} pixels were given the nearest colour of the model's palette{(difference > 0 ? $", {from} became {to} at the worst (ΔE {difference:0.000})" : "")}"));
        if (model.Config.ImageSize is { } size && size != (sprite.Width, sprite.Height)) notes.Add($"the model was trained on {size.Width}×{size.Height} pixels; this is {sprite.Width}×{sprite.Height}, which it has never seen");
        return (sprite, notes);
    }

    /// <summary>A sprite as a PNG.</summary>
    public static byte[] Write(Sprite sprite, Palette palette, int scale)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, SpriteImage.Render(sprite, palette, scale));
        return stream.ToArray();
    }

    private static void CheckSize(int width, int height, PixelModel model)
    {
        int positions = model.Transformer.Description.MaxPositions;
        if (width < 1 || height < 1) throw new InputException($"a picture of {width}×{height} pixels has no area");
        if ((long)width * height > positions) throw new InputException($"{width}×{height} pixels do not fit the model, which knows {positions}; give a smaller picture or a model trained on larger ones");
    }
}
