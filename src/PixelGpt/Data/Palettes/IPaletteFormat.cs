namespace PixelGpt.Data.Palettes;

/// <summary>A palette file format. To add one, implement this interface and add it to <see cref="PaletteFile.Formats"/>.</summary>
internal interface IPaletteFormat
{
    /// <summary>The common name of the format.</summary>
    string Name { get; }

    /// <summary>The file name extension, with the dot.</summary>
    string Extension { get; }

    /// <summary>Whether the content of a file identifies this format regardless of the file name.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>Whether the file has this format.</returns>
    bool Recognizes(ReadOnlySpan<byte> bytes);

    /// <summary>Reads a palette. Alpha values are ignored.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="InputException">The file does not have this format; the message states the line.</exception>
    Palette Read(ReadOnlySpan<byte> bytes, string path);
}
