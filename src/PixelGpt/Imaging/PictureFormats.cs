using PixelGpt.Imaging.Aseprite;
using PixelGpt.IO;

namespace PixelGpt.Imaging;

/// <summary>A set of picture file formats. The content of a file determines its format.</summary>
public sealed class PictureFormats
{
    /// <summary>Maximum file size: more than the largest picture needs uncompressed at 16 bits per sample.</summary>
    private const int MaxFileBytes = 1 << 30;

    private readonly IPictureFormat[] _formats;

    /// <summary>Creates a set.</summary>
    /// <param name="formats">The formats in the order in which they are tried.</param>
    public PictureFormats(IEnumerable<IPictureFormat> formats) => _formats = [.. formats];

    /// <summary>The formats of the library: PNG with its animations (APNG), and Aseprite.</summary>
    public static PictureFormats Default { get; } = new([new PngFormat(), new AsepriteFormat()]);

    /// <summary>The formats.</summary>
    public IReadOnlyList<IPictureFormat> All => _formats;

    /// <summary>The names of the formats, such as <c>PNG, GIF or BMP</c>.</summary>
    public string Names => _formats.Length == 1 ? _formats[0].Name : $"{string.Join(", ", _formats[..^1].Select(f => f.Name))} or {_formats[^1].Name}";

    /// <summary>Returns a set with more formats, which are tried after those of this set.</summary>
    /// <param name="formats">The additional formats.</param>
    /// <returns>The new set.</returns>
    public PictureFormats With(params IEnumerable<IPictureFormat> formats) => new([.. _formats, .. formats]);

    /// <summary>Returns whether the name of a file has an extension of one of the formats.</summary>
    /// <param name="path">The path or name of the file.</param>
    /// <returns>Whether the extension is known.</returns>
    public bool HasExtension(string path) => _formats.Any(format => HasExtension(format, path));

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="limits">The limits; null for <see cref="PictureLimits.Default"/>.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="InputException">The file is missing, is no picture in one of the formats, is damaged, or exceeds a limit.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public PictureContent Read(string path, PictureLimits? limits = null) => Read(InputFile.ReadAllBytes(path, MaxFileBytes, $"a {Names} picture"), path, limits);

    /// <summary>Reads a picture file from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">The path or name of the file, which is used in error messages.</param>
    /// <param name="limits">The limits; null for <see cref="PictureLimits.Default"/>.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="InputException">The file is no picture in one of the formats, is damaged, or exceeds a limit.</exception>
    public PictureContent Read(ReadOnlyMemory<byte> bytes, string name, PictureLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        IPictureFormat format = Array.Find(_formats, f => f.Recognizes(bytes.Span, name)) ?? throw Unknown(bytes.Span, name);
        PictureContent content = format.Read(bytes, name, limits ?? PictureLimits.Default) with { Format = format.Name };
        return IsMisnamed(format, name) ? content with { Notes = [.. content.Notes, $"the picture is in {format.Name} format, although its name ends with {Path.GetExtension(name)}"] } : content;
    }

    private bool IsMisnamed(IPictureFormat format, string name) => !HasExtension(format, name) && (HasExtension(name) || PictureFileName.IsPicture(name));

    private InputException Unknown(ReadOnlySpan<byte> bytes, string name)
    {
        string required = _formats.Length == 1 ? $"a {Names} picture" : $"a picture in {Names} format";
        return FileContent.Recognize(bytes) is { } other
            ? new InputException($"{name}: this is {other.Name}, but {required} is required; {other.Fix}")
            : new InputException($"{name}: the content of the file is unknown, but {required} is required; export the picture again");
    }

    private static bool HasExtension(IPictureFormat format, string path) => format.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
