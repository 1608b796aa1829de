namespace PixelGpt.IO;

/// <summary>What a file that should be a picture is instead, recognised by its content.</summary>
/// <param name="Name">What the file is, with its article, as error messages name it.</param>
/// <param name="Fix">How to get a PNG picture.</param>
internal readonly record struct FileContent(string Name, string Fix)
{
    private const string SaveAsPng = "save it as PNG";
    private const string Export = "export its pictures as PNG";

    /// <summary>Recognises a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <returns>What the file is; null if it may be a PNG picture or is unknown.</returns>
    public static FileContent? Recognize(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => new("an empty file", "save or copy the picture again"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, _, _, _, _, (byte)'C', (byte)'g', (byte)'B', (byte)'I', ..] => new("an Xcode CgBI PNG, which only Apple software reads", "export it without optimisation"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0A, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0D, ..] => new("a PNG picture whose line ends were converted as if it were text", "copy it again in binary mode"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => new("a GIF picture", SaveAsPng),
        [0xFF, 0xD8, 0xFF, ..] => new("a JPEG picture", "save it as PNG, from the original if possible, because JPEG changes colours"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new("a WebP picture", SaveAsPng),
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => new("a BMP picture", SaveAsPng),
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => new("a TIFF picture", SaveAsPng),
        [0, 0, 1, 0, _, 0, ..] => new("an ICO icon", Export),
        [0, 0, 2, 0, > 0, 0, ..] => new("a CUR mouse pointer", Export),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', _, ..] => new("an AVIF picture", SaveAsPng),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', ..] => new("a HEIC picture", SaveAsPng),
        [(byte)'g', (byte)'i', (byte)'m', (byte)'p', (byte)' ', (byte)'x', (byte)'c', (byte)'f', ..] => new("a GIMP file", Export),
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => new("a Photoshop file", Export),
        [_, _, _, _, 0xE0, 0xA5, ..] => new("an Aseprite file", Export),
        [(byte)'P', (byte)'K', 3, 4, ..] => new("a ZIP archive", "unpack it"),
        [0, 5, 0x16, 7, ..] => new("a macOS side file (AppleDouble) without a picture", "delete it"),
        _ when bytes.Length > 26 && bytes[^18..].SequenceEqual("TRUEVISION-XFILE.\0"u8) => new("a TGA picture", SaveAsPng),
        _ => RecognizeText(bytes),
    };

    private static FileContent? RecognizeText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        bytes = bytes.TrimStart(" \t\r\n"u8);
        if (bytes.StartsWith("version https://git-lfs"u8)) return new("a Git LFS pointer without the picture", "run 'git lfs pull'");
        if (Begins(bytes, "<!doctype html"u8) || Begins(bytes, "<html"u8)) return new("an HTML page", "download the picture itself");
        if (Begins(bytes, "<svg"u8) || Begins(bytes, "<?xml"u8)) return new("an SVG or XML file", "export it as PNG");
        return null;
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lowerCase)
    {
        if (bytes.Length < lowerCase.Length) return false;
        for (int i = 0; i < lowerCase.Length; i++)
        {
            if (char.ToLowerInvariant((char)bytes[i]) != lowerCase[i]) return false;
        }

        return true;
    }
}
