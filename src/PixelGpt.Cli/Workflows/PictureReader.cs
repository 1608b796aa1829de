using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Pictures;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Reads picture files for a model, and reports what was changed.</summary>
/// <param name="session">The session.</param>
/// <param name="model">The model.</param>
/// <param name="minSize">Minimum width and height of a picture.</param>
/// <param name="additional">Colours to add to those of each picture; only for models that work with any palette.</param>
internal sealed class PictureReader(Session session, PixelModel model, int minSize, Palette? additional)
{
    /// <summary>Maximum number of colours of a picture that is completed in its own colours. Pictures with more are no pixel art.</summary>
    private const int MaxColors = 256;

    private TransformerDescription Description => model.Config.Description;

    /// <summary>Whether transparent pixels are drawn, even if they seem to be the background.</summary>
    public bool FillsTransparent { get; init; }

    /// <summary>The number of the frame to use of pictures with several frames; null for the first.</summary>
    public int? Frame { get; init; }

    /// <summary>Reads a picture and the mask of the pixels to draw.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="maskPath">The mask, a picture of the same size.</param>
    /// <exception cref="InputException">A file is not a picture, or does not fit the model or the other.</exception>
    public PreparedPicture ReadMasked(string path, string maskPath)
    {
        PictureContent content = ReadableFormats.All.Read(path), maskContent = ReadableFormats.All.Read(maskPath);
        PixelImage image = Open(path, content, out IReadOnlyList<string> notes), mask = Select(maskPath, maskContent, maskContent.FrameCount == 1 ? null : Frame, out IReadOnlyList<string> maskNotes);
        PreparedPicture picture = Prepare(path, image, isTransparencyMissing: false) with { Notes = [.. notes, .. maskNotes] };
        if ((mask.Width, mask.Height) == (image.Width, image.Height)) mask = PixelScale.Reduce(mask, picture.Scale);
        if ((mask.Width, mask.Height) != (picture.Sprite.Width, picture.Sprite.Height))
            throw new InputException($"{maskPath}: the mask must have the size of the picture, {image.Width}×{image.Height} pixels (got {mask.Width}×{mask.Height})");
        bool[] selected = MissingPixels.Selected(mask);
        if (!selected.Contains(true)) throw new InputException($"{maskPath}: the mask selects no pixel; paint the pixels to draw white and all others black or transparent");
        if (!selected.Contains(false)) throw new InputException($"{maskPath}: the mask selects all pixels; use 'pixelgpt generate' for new pictures");
        return picture with { Mask = selected };
    }

    /// <summary>Reads a whole picture, whose transparent pixels are background.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not a picture, or does not fit the model.</exception>
    public PreparedPicture ReadWhole(string path) => Prepare(path, Open(path, ReadableFormats.All.Read(path), out IReadOnlyList<string> notes), isTransparencyMissing: false) with { Notes = notes };

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="givenFraction">The value of <c>--prompt-fraction</c>; null to complete the empty part of the picture, if it has one.</param>
    /// <param name="defaultFraction">The prompt fraction of pictures that have no empty part.</param>
    /// <exception cref="InputException">The file is not a picture, or does not fit the model.</exception>
    public PreparedPicture Read(string path, double? givenFraction, double defaultFraction)
    {
        PixelImage image = Open(path, ReadableFormats.All.Read(path), out IReadOnlyList<string> notes);
        bool isMissing = givenFraction is null && (model.SupportsAnyOrder || FillsTransparent) && MissingPixels.Transparent(image, FillsTransparent) is not null;
        PreparedPicture picture = Prepare(path, image, isMissing) with { Notes = notes };
        Sprite sprite = picture.Sprite;
        if (isMissing)
        {
            bool[] missing = MissingPixels.Transparent(picture.Image, always: true)!;
            if (!missing.Contains(false)) throw new InputException($"{path}: all pixels are transparent; draw a part of the picture, or use 'pixelgpt generate' for new pictures");
            session.Progress.WriteLine($"{path}: {missing.Count(m => m)} transparent pixels are drawn; the others do not change");
            return picture with { Mask = missing };
        }

        int area = sprite.Width * sprite.Height;
        if (givenFraction is { } given) return picture with { PromptLength = SequenceViews.PromptLength(area, given) };
        if (UnfinishedPicture.DrawnPixels(sprite) is not { } drawn) return picture with { PromptLength = SequenceViews.PromptLength(area, defaultFraction) };
        session.Progress.WriteLine($"{path}: rows {(drawn / sprite.Width) + 1} to {sprite.Height} are empty and are completed");
        return picture with { Sprite = sprite.FirstPixels(drawn), PromptLength = drawn };
    }

    /// <summary>Selects the frame, makes its semi-transparent pixels opaque or transparent, and reports what a user may want to know.</summary>
    private PixelImage Open(string path, PictureContent content, out IReadOnlyList<string> notes)
    {
        PixelImage image = Select(path, content, Frame, out notes);
        if (AlphaThreshold.Apply(image) is not { } changed) return image;
        session.Progress.WriteLine($"{path}: {changed}");
        notes = [.. notes, $"{path}: {changed}"];
        return image;
    }

    private PixelImage Select(string path, PictureContent content, int? frame, out IReadOnlyList<string> notes)
    {
        var messages = new List<string>();
        PixelImage image = content.Frame(frame, path, messages);
        notes = [.. messages.Select(message => $"{path}: {message}")];
        foreach (string note in notes) session.Progress.WriteLine(note);
        return image;
    }

    private PreparedPicture Prepare(string path, PixelImage image, bool isTransparencyMissing)
    {
        PreparedPicture picture = model.HasFreePalette ? ReadInOwnColors(path, image, isTransparencyMissing) : ReadInColorsOfModel(path, image, isTransparencyMissing);
        if (picture.Scale > 1)
            session.Progress.WriteLine($"{path}: reduced from {image.Width}×{image.Height} to {picture.Sprite.Width}×{picture.Sprite.Height} pixels, because it is enlarged {picture.Scale} times");
        return picture;
    }

    private PreparedPicture ReadInOwnColors(string path, PixelImage image, bool isTransparencyMissing)
    {
        int maxSize = Description.MaxImageSize > 0 ? Description.MaxImageSize : Math.Max(model.Config.ImageSize!.Value.Width, model.Config.ImageSize!.Value.Height);
        var own = OwnColorPicture.Of(image, maxSize, model.Palette[0], additional?.Colors, isTransparencyMissing);
        CheckSize(path, own.Sprite, maxSize);
        if (own.Palette.Count > MaxColors) throw new InputException($"{path}: the picture has {own.Palette.Count} colours; the maximum is {MaxColors}; reduce its colours in a paint program");
        if (own.Palette.Count == 1) throw new InputException($"{path}: the picture has a single colour; draw its first rows, or give more colours with --palette");
        return new PreparedPicture
        {
            Path = path,
            Image = PixelScale.Reduce(image, own.Scale),
            Scale = own.Scale,
            Sprite = own.Sprite,
            Model = model.WithPalette(own.Palette),
            HasTransparency = own.HasTransparency,
        };
    }

    private PreparedPicture ReadInColorsOfModel(string path, PixelImage image, bool isTransparencyMissing)
    {
        int positions = Description.MaxPositions;
        var picture = PromptPicture.Of(image, model.Palette, model.Config.ImageSize, positions);
        (Sprite sprite, int changed, double difference, Rgb from, Rgb to) = picture.Matched;
        if (sprite.Pixels.Length > positions) throw new InputException($"{path}: {sprite.Width}×{sprite.Height} pixels are too many for the model, which has {positions} positions; use a smaller picture, or a model trained on larger ones");
        if (Description.MaxImageSize > 0) CheckSize(path, sprite, Description.MaxImageSize);
        if (changed > 0) session.Progress.WriteLine($"{path}: {changed} of {sprite.Pixels.Length} pixels were changed to the nearest colour of the model's palette{(difference > 0 ? $"; the largest change is from {from} to {to} (ΔE {difference:0.000})" : "")}");
        if (model.Config.ImageSize is { } size && size != (sprite.Width, sprite.Height))
            session.Progress.WriteLine($"{path}: the size is {sprite.Width}×{sprite.Height}, but the model was trained on {size.Width}×{size.Height}; the result may be poor");
        PixelImage reduced = PixelScale.Reduce(image, picture.Scale);
        return new PreparedPicture { Path = path, Image = reduced, Scale = picture.Scale, Sprite = sprite, Model = model, HasTransparency = !isTransparencyMissing && reduced.HasTransparency(), Changed = changed, LargestDifference = difference };
    }

    private void CheckSize(string path, Sprite sprite, int maxSize)
    {
        if (Math.Max(sprite.Width, sprite.Height) > maxSize)
            throw new InputException($"{path}: {sprite.Width}×{sprite.Height} pixels; the model completes pictures of at most {maxSize}×{maxSize}; make the picture smaller, or train a model on larger ones");
        if (Math.Min(sprite.Width, sprite.Height) < minSize)
            throw new InputException($"{path}: {sprite.Width}×{sprite.Height} pixels; the model completes pictures of at least {minSize}×{minSize}; enlarge the canvas");
    }
}
