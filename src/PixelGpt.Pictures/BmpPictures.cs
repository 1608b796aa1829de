using PixelGpt.Imaging;
using SixLabors.ImageSharp.Formats.Bmp;

namespace PixelGpt.Pictures;

/// <summary>BMP of Windows and OS/2.</summary>
internal sealed class BmpPictures() : ImageSharpFormat("BMP", ".bmp", ".dib")
{
    private const int FileHeader = 14, ShortHeader = 12;

    /// <inheritdoc/>
    public override bool Recognizes(ReadOnlySpan<byte> bytes, string name) =>
        bytes is [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, _, _, _, _, ShortHeader or 16 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0, ..];

    /// <inheritdoc/>
    protected override PictureContent Read(FileBytes file, string name, PictureLimits limits)
    {
        bool isShort = file.Byte(FileHeader) == ShortHeader;
        long width = isShort ? file.Word(18) : (int)file.Long(18), height = isShort ? file.Word(20) : Math.Abs((long)(int)file.Long(22));
        limits.Check(name, width, height, 1);
        int bits = file.Word(isShort ? 24 : 28);

        // The decoder allocates the colour table as large as these two numbers say.
        if (file.Long(10) > file.Length) throw Error(name, "its pixels begin after the end of the file");
        if (!isShort && file.Byte(FileHeader) >= 40 && file.Long(46) > (bits <= 8 ? 256 : file.Length)) throw Error(name, $"its colour table has {file.Long(46)} colours");
        bool isUncompressed = isShort || file.Long(30) is 0 or 3;
        if (isUncompressed && height * (width * bits / 8) > file.Length) throw Error(name, $"{file.Length} bytes are too few for {width}×{height} pixels");
        var decoder = new BmpDecoder { RleSkippedPixelHandling = RleSkippedPixelHandling.FirstColorOfPalette };
        return new PictureContent([Decode(file.Span, name, decoder, image => ToImage(image.Frames.RootFrame))]);
    }
}
