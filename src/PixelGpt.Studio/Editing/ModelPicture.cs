using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Editing;

/// <summary>The part of a picture that a model sees, as palette indices, and the way back to the picture.</summary>
internal sealed class ModelPicture
{
    private readonly PixelImage _image;
    private readonly PixelArea _area;
    private readonly bool[] _mask;
    private readonly bool _hasTransparency;
    private ModelPicture(PixelImage image, PixelArea area, EditedPicture part, Sprite sprite, Palette palette, bool hasTransparency, ModelLease lease)
    {
        (_image, _area, _mask, Palette, _hasTransparency) = (image, area, part.Mask, palette, hasTransparency);
        var sizes = ModelSizes.Of(lease);
        bool anyOrder = lease.Model.SupportsAnyOrder, isWhole = anyOrder && sizes.Fits(sprite.Width, sprite.Height) && _mask.Contains(false);
        Request = isWhole ? PictureRequest.Whole(CompletionRequest.Of(sprite, _mask, 0)) : PictureRequest.InParts(sprite, _mask, sizes, anyOrder);
    }

    /// <summary>The colours of the palette indices.</summary>
    public Palette Palette { get; }

    /// <summary>What a user may want to know about the conversion.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The request to draw the picture.</summary>
    public PictureRequest Request { get; }

    /// <summary>Converts a picture for a model.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="colors">Colours that the model may use besides those of the picture; only for models that work with any palette.</param>
    /// <param name="lease">The model.</param>
    /// <exception cref="InputException">The picture does not fit the model.</exception>
    public static ModelPicture Of(EditedPicture picture, IReadOnlyList<Rgb> colors, ModelLease lease)
    {
        PixelModel model = lease.Model;
        PixelArea area = DrawingArea.Of(picture, ModelSizes.Of(lease));
        EditedPicture part = picture.Crop(area);
        var notes = new List<string>();
        if (AlphaThreshold.Apply(part.Image) is { } changes) notes.Add(changes);
        if (model.HasFreePalette && model.Config.Description.MaxImageSize > 0)
        {
            var own = OwnColorPicture.Of(part.Image, ModelSizes.MaxCanvasSide, model.Palette[0], colors, isTransparencyMissing: part.DrawsOpaque);
            ModelStore.CheckColors(own.Palette, "the picture");
            if (own.Palette.Count == 1) throw new InputException("there is only one colour to draw with; paint a few pixels first, or let the model use all colours of the palette");
            return new ModelPicture(picture.Image, area, part, own.Sprite, own.Palette, own.HasTransparency, lease) { Notes = notes };
        }

        MatchedSprite matched = SpriteImage.ToSprite(part.Image, model.Palette);
        if (matched.Changed > 0) notes.Add($"the model has its own palette; to the model, {matched.Changed} of {part.Mask.Length} pixels have the nearest colour of it");
        return new ModelPicture(picture.Image, area, part, matched.Sprite, model.Palette, !part.DrawsOpaque && part.Image.HasTransparency(), lease) { Notes = notes };
    }

    /// <summary>Returns the picture with drawn pixels; all others are those of the picture, unchanged.</summary>
    /// <param name="pixels">The palette indices of what the model drew.</param>
    public PixelImage ToImage(int[] pixels)
    {
        var image = new PixelImage(_image.Width, _image.Height);
        image.Draw(_image, 0, 0);
        for (int i = 0; i < _mask.Length; i++)
        {
            if (!_mask[i]) continue;
            int color = pixels[i];
            image[_area.X + (i % _area.Width), _area.Y + (i / _area.Width)] = color == 0 && _hasTransparency ? default : Rgba.From(Palette[color]);
        }

        return image;
    }
}
