using PixelGpt.Imaging;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Processing;

namespace PixelGpt.Pictures;

/// <summary>JPEG (ITU-T T.81), turned as its EXIF orientation says.</summary>
internal sealed class JpegPictures() : ImageSharpFormat("JPEG", ".jpg", ".jpeg", ".jpe", ".jfif")
{
    /// <summary>Maximum number of scans. Encoders write about ten; each is decoded over the whole picture, however short it is.</summary>
    private const int MaxScans = 100;

    /// <summary>Maximum number of pixels per byte: a block of 8×8 pixels needs at least one bit.</summary>
    private const int MaxPixelsPerByte = 512;

    /// <inheritdoc/>
    public override bool Recognizes(ReadOnlySpan<byte> bytes, string name) => bytes is [0xFF, 0xD8, 0xFF, ..];

    /// <inheritdoc/>
    protected override PictureContent Read(FileBytes file, string name, PictureLimits limits)
    {
        (int width, int height) = FindSize(file, name, limits);
        if ((long)width * height > (long)MaxPixelsPerByte * file.Length) throw Error(name, $"{file.Length} bytes are too few for {width}×{height} pixels");
        PixelImage frame = Decode(file.Span, name, new JpegDecoder { IgnoreMetadata = false }, image =>
        {
            image.Mutate(operations => operations.AutoOrient());
            return ToImage(image.Frames.RootFrame);
        });
        return new PictureContent([frame]) { IsLossy = true };
    }

    /// <summary>Checks all frame headers and the number of scans, and returns the size of the last frame.</summary>
    private (int Width, int Height) FindSize(FileBytes file, string name, PictureLimits limits)
    {
        (int Width, int Height) size = default;
        int scans = 0;
        for (int at = 2; at < file.Length - 1;)
        {
            // In entropy-coded data, FF00 is a byte FF, and FFD0 to FFD7 are restart markers.
            int marker = file.Span[at] == 0xFF ? file.Span[at + 1] : 0;
            if (marker is 0 or 0xFF or (>= 0xD0 and <= 0xD8) or 0x01)
            {
                at++;
                continue;
            }

            if (marker == 0xD9 || at > file.Length - 4) break;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                size = (file.BigWord(at + 7), file.BigWord(at + 5));
                limits.Check(name, size.Width, size.Height, 1);
            }

            if (marker == 0xDA && ++scans > MaxScans) throw Error(name, $"it has more than {MaxScans} scans");
            at += 2 + file.BigWord(at + 2);
        }

        return size.Width > 0 && scans > 0 ? size : throw Error(name, "it has no image data");
    }
}
