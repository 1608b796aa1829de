using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Import;

namespace PixelGpt.Studio.Inference;

/// <summary>What a user needs to know about a picture file to choose how it is imported.</summary>
internal sealed record PictureFacts
{
    /// <summary>The maximum number of colours that are counted.</summary>
    private const int MaxColors = 256;

    private const int MaxPreviewSide = 512;

    /// <summary>The width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The number of frames.</summary>
    public required int Frames { get; init; }

    /// <summary>The factor by which the picture was enlarged.</summary>
    public required int Scale { get; init; }

    /// <summary>The number of different opaque colours; one more than the maximum of a palette stands for more.</summary>
    public required int Colors { get; init; }

    /// <summary>Whether some pixels are transparent.</summary>
    public required bool HasTransparency { get; init; }

    /// <summary>The most frequent colour on the edge.</summary>
    public required Rgb Background { get; init; }

    /// <summary>The smallest rectangle with everything except the background; the whole picture if it has nothing else.</summary>
    public required PixelArea Content { get; init; }

    /// <summary>The picture as a PNG, reduced if it is large.</summary>
    public required byte[] Preview { get; init; }

    /// <summary>What a user may want to know about the file.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes the first frame of a picture file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">The file is not a valid picture, or has too many pixels.</exception>
    public static PictureFacts Of(byte[] file)
    {
        var notes = new List<string>();
        PictureContent content = SpriteConverter.ReadContent(file, "image");
        PixelImage image = content.Frame(null, "image", notes);
        bool hasTransparency = image.HasTransparency();
        Rgb background = OwnColorPicture.MostFrequentOnEdge(image);
        return new PictureFacts
        {
            Width = image.Width,
            Height = image.Height,
            Frames = content.FrameCount,
            Scale = PixelScale.Of(image),
            Colors = CountColors(image),
            HasTransparency = hasTransparency,
            Background = background,
            Content = ContentOf(image, hasTransparency ? null : background),
            Preview = PngWriter.ToBytes(PreviewOf(image)),
            Notes = notes,
        };
    }

    private static int CountColors(PixelImage image)
    {
        var colors = new HashSet<Rgb>();
        foreach (Rgba pixel in image.Pixels)
        {
            if (pixel.IsOpaque && colors.Add(pixel.Rgb) && colors.Count > MaxColors) break;
        }

        return colors.Count;
    }

    private static PixelArea ContentOf(PixelImage image, Rgb? background)
    {
        (int left, int top, int right, int bottom) = (image.Width, image.Height, -1, -1);
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<Rgba> row = image.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                if (!row[x].IsOpaque || row[x].Rgb == background) continue;
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), y);
            }
        }

        return right < 0 ? new PixelArea(0, 0, image.Width, image.Height) : new PixelArea(left, top, right - left + 1, bottom - top + 1);
    }

    private static PixelImage PreviewOf(PixelImage image)
    {
        int longer = Math.Max(image.Width, image.Height);
        if (longer <= MaxPreviewSide) return image;
        return new BoxFilter().Resize(image, Math.Max(1, image.Width * MaxPreviewSide / longer), Math.Max(1, image.Height * MaxPreviewSide / longer));
    }
}
