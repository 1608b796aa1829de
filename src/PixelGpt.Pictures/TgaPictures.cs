using PixelGpt.Imaging;
using SixLabors.ImageSharp.Formats.Tga;

namespace PixelGpt.Pictures;

/// <summary>Truevision TGA. Most files have no signature: then the extension and a plausible header decide.</summary>
internal sealed class TgaPictures() : ImageSharpFormat("TGA", ".tga", ".icb", ".vda", ".vst")
{
    private const int HeaderLength = 18, MaxRun = 128;

    /// <inheritdoc/>
    public override bool Recognizes(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < HeaderLength || !IsPlausible(bytes)) return false;
        return bytes.EndsWith("TRUEVISION-XFILE.\0"u8) || Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
            || (!Path.HasExtension(name) && IsExactlyAsLong(bytes));
    }

    /// <inheritdoc/>
    protected override PictureContent Read(FileBytes file, string name, PictureLimits limits)
    {
        (int width, int height, int pixel) = (file.Word(12), file.Word(14), BytesOf(file.Byte(16)));
        limits.Check(name, width, height, 1);
        long required = IsRunLength(file.Byte(2)) ? ((long)width * height / MaxRun) * (1 + pixel) : (long)width * height * pixel;
        if (required > file.Length - DataOffset(file.Span)) throw Error(name, $"{file.Length} bytes are too few for {width}×{height} pixels");
        return new PictureContent([Decode(file.Span, name, new TgaDecoder(), image => ToImage(image.Frames.RootFrame))]);
    }

    private static bool IsPlausible(ReadOnlySpan<byte> header)
    {
        bool hasMap = header[1] == 1;
        bool isKindKnown = header[2] is 1 or 9 ? hasMap && header[16] is 8 or 16 : header[2] is 2 or 3 or 10 or 11;
        return header[1] <= 1 && isKindKnown && header[16] is 8 or 15 or 16 or 24 or 32 && (header[12] | header[13]) > 0 && (header[14] | header[15]) > 0
            && (!hasMap || header[7] is 15 or 16 or 24 or 32);
    }

    private static bool IsExactlyAsLong(ReadOnlySpan<byte> bytes) =>
        !IsRunLength(bytes[2]) && DataOffset(bytes) + ((long)(bytes[12] | (bytes[13] << 8)) * (bytes[14] | (bytes[15] << 8)) * BytesOf(bytes[16])) == bytes.Length;

    private static bool IsRunLength(byte kind) => kind >= 9;

    private static int BytesOf(byte bits) => (bits + 7) / 8;

    /// <summary>Returns the position of the pixels: after the header, the identification and the colour map.</summary>
    private static int DataOffset(ReadOnlySpan<byte> header) => HeaderLength + header[0] + (header[1] == 1 ? (header[5] | (header[6] << 8)) * BytesOf(header[7]) : 0);
}
