namespace PixelGpt.Imaging;

/// <summary>
/// A file format of pictures that can be read. The library itself has the formats of <see cref="PictureFormats.Default"/>; programs
/// add others with <see cref="PictureFormats.With"/>.
/// </summary>
public interface IPictureFormat
{
    /// <summary>The name of the format in messages, such as <c>GIF</c>.</summary>
    string Name { get; }

    /// <summary>The extensions of file names in lower case with the dot, the usual one first.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Returns whether a file has this format. The content decides; the name is used only for formats without a signature.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">The path or name of the file.</param>
    /// <returns>Whether the file seems to have this format.</returns>
    bool Recognizes(ReadOnlySpan<byte> bytes, string name);

    /// <summary>Reads a file. Sizes that the file declares are checked with <see cref="PictureLimits.Check"/> before memory is allocated for them.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <param name="limits">The limits.</param>
    /// <returns>The frames of the picture, at least one.</returns>
    /// <exception cref="InputException">The file is damaged or exceeds a limit.</exception>
    PictureContent Read(ReadOnlyMemory<byte> bytes, string name, PictureLimits limits);
}
