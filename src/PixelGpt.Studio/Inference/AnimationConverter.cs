using System.IO.Compression;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Imaging.Sequences;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Pictures;
using PixelGpt.Rendering;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Inference;

/// <summary>Converts animations to frames of a model, and frames to files.</summary>
internal static class AnimationConverter
{
    /// <summary>Maximum number of frames.</summary>
    public const int MaxFrames = 128;

    /// <summary>Maximum number of pixels of all frames of a file, enlarged; without it, a small request could need gigabytes of memory.</summary>
    private const int MaxPixels = 1 << 25;

    private static readonly PictureLimits FileLimits = new() { MaxPixels = MaxPixels, Frames = MaxFrames };

    /// <summary>Zip files start in 1980; a fixed time makes the same request return the same file.</summary>
    private static readonly DateTimeOffset ZipTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all frames of a picture file, reduces them to their original size, and converts their colours to one palette.</summary>
    /// <param name="file">The file.</param>
    /// <param name="lease">The model.</param>
    /// <returns>The animation; null if the file has a single frame.</returns>
    /// <exception cref="InputException">The file is not a valid picture, or the frames have too many pixels or colours.</exception>
    public static ImportedAnimation? FromFile(byte[] file, ModelLease lease)
    {
        PixelModel model = lease.Model;
        PictureContent content = ReadableFormats.All.Read(file, "image", FileLimits);
        if (content.Frames.Count == 1) return null;
        var notes = new List<string>();
        PixelImage first = content.Frame(1, "image", notes);
        if (content.FrameCount > content.Frames.Count) notes.Add($"the picture has {content.FrameCount} frames; the first {content.Frames.Count} are used");
        (int Width, int Height)? size = model.Config.ImageSize;
        int? maxSide = model.Config.Description.MaxImageSize is > 0 and int side ? side : null;
        int scale = ScaleOf(content.Frames, maxSide ?? size?.Width, maxSide ?? size?.Height, model.Config.Description.MaxPositions, lease.MinSize);
        (int width, int height) = (first.Width / scale, first.Height / scale);
        ModelSizes.Of(lease).Check(width, height);
        PixelImage column = Column([.. content.Frames.Select(frame => PixelScale.Reduce(frame, scale))]);
        if (AlphaThreshold.Apply(column) is { } alphaChanges) notes.Add(alphaChanges);
        if (scale > 1) notes.Add($"the frames of {first.Width}×{first.Height} pixels are pictures of {width}×{height} pixels enlarged {scale} times; they were reduced to that size");
        if (model.HasFreePalette && maxSide is not null)
        {
            var own = OwnColorPicture.Of(column, int.MaxValue, model.Palette[0]);
            ModelStore.CheckColors(own.Palette, "image: the animation");
            return new ImportedAnimation(Split(own.Sprite, height), content.Durations, notes, own.Palette, own.HasTransparency);
        }

        MatchedSprite matched = SpriteImage.ToSprite(column, model.Palette);
        if (SpriteConverter.DescribeChanges(matched) is { } colorChanges) notes.Add(colorChanges);
        return new ImportedAnimation(Split(matched.Sprite, height), content.Durations, notes, null, column.HasTransparency());
    }

    /// <summary>Writes frames as a file.</summary>
    /// <param name="frames">The frames, all of the same size.</param>
    /// <param name="palette">The colours.</param>
    /// <param name="format">The format: gif, apng, aseprite or sheet.</param>
    /// <param name="scale">The width and height of a pixel; Aseprite files are not enlarged.</param>
    /// <param name="transparent">Whether the background is transparent.</param>
    /// <param name="name">The name of the files of a sheet and of the frames.</param>
    /// <exception cref="InputException">The frames have too many pixels.</exception>
    public static byte[] ToFile(IReadOnlyList<ExportFrame> frames, Palette palette, string format, int scale, bool transparent, string name)
    {
        Sprite first = frames[0].Picture;
        int factor = format == "aseprite" ? 1 : scale;
        if ((long)first.Width * factor * first.Height * factor * frames.Count > MaxPixels)
            throw new InputException($"{frames.Count} frames of {first.Width * factor}×{first.Height * factor} pixels exceed the limit of {MaxPixels} pixels in total; use a smaller enlargement");
        var sequence = new PictureSequence([.. frames.Select((frame, i) => FrameOf(frame, i, palette, transparent, name))]) { Colors = palette.Colors, Scale = factor };
        using var stream = new MemoryStream();
        switch (format)
        {
            case "gif":
                GifSequence.Write(stream, sequence);
                break;
            case "apng":
                ApngSequence.Write(stream, sequence);
                break;
            case "sheet":
                WriteSheet(stream, sequence, name);
                break;
            default:
                AsepriteWriter.Write(stream, AsepriteSequence.ToFile(sequence));
                break;
        }

        return stream.ToArray();
    }

    private static SequenceFrame FrameOf(ExportFrame frame, int number, Palette palette, bool transparent, string name)
    {
        PixelImage picture = SpriteImage.Render(frame.Picture, palette, scale: 1, unknown: null, transparent: transparent ? 0 : null);
        PixelImage? sketch = frame.Sketch is null ? null : SpriteImage.Render(frame.Sketch, palette, scale: 1, unknown: null, transparent: 0);
        return new SequenceFrame($"{name} {number}", picture, frame.Duration) { Sketch = sketch };
    }

    private static void WriteSheet(Stream stream, PictureSequence sequence, string name)
    {
        (PixelImage sheet, byte[] json) = SheetSequence.Create(sequence, $"{name}.png");
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string file, byte[] content) in ((string, byte[])[])[($"{name}.png", PngWriter.ToBytes(sheet)), ($"{name}.json", json)])
        {
            ZipArchiveEntry entry = zip.CreateEntry(file);
            entry.LastWriteTime = ZipTime;
            using Stream target = entry.Open();
            target.Write(content);
        }
    }

    /// <summary>
    /// Returns the factor by which frames that are too large are reduced: the greatest by which all of them were enlarged, so that the
    /// result is not smaller than the minimum. Unlike in a single picture, blocks in all frames are no coincidence.
    /// </summary>
    private static int ScaleOf(IReadOnlyList<PixelImage> frames, int? maxWidth, int? maxHeight, int maxPixels, int minSize)
    {
        (int width, int height) = (frames[0].Width, frames[0].Height);
        bool isTooLarge = width > (maxWidth ?? int.MaxValue) || height > (maxHeight ?? int.MaxValue) || (long)width * height > maxPixels;
        if (!isTooLarge) return 1;
        int whole = frames.Aggregate(0, (scale, frame) => scale == 1 ? 1 : PixelScale.Gcd(scale, PixelScale.Of(frame)));
        return Enumerable.Range(1, whole).Last(scale => scale == 1 || (whole % scale == 0 && Math.Min(width, height) / scale >= minSize));
    }

    /// <summary>Returns frames one below the other, so that they get one palette.</summary>
    private static PixelImage Column(PixelImage[] frames)
    {
        int height = frames[0].Height;
        PixelImage column = PixelImage.OfSize(frames[0].Width, (long)height * frames.Length);
        for (int i = 0; i < frames.Length; i++) column.Draw(frames[i], 0, i * height);
        return column;
    }

    private static Sprite[] Split(Sprite column, int height)
    {
        int area = column.Width * height;
        int[] pixels = column.Pixels.ToArray();
        return [.. Enumerable.Range(0, pixels.Length / area).Select(i => new Sprite(column.Width, height, pixels.AsSpan(i * area, area).ToArray()))];
    }
}
