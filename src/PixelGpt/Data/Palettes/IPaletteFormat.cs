namespace PixelGpt.Data.Palettes;

/// <summary>A kind of palette file. A new kind is a new implementation and a line in <see cref="PaletteFile.Formats"/>.</summary>
public interface IPaletteFormat
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>The ending of its files' names, with the dot.</summary>
    string Extension { get; }

    /// <summary>Whether a file of any name begins as only this kind does.</summary>
    bool Recognizes(ReadOnlySpan<byte> bytes);

    /// <summary>Reads a file's bytes. Opacities, where a file has them, are passed over.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name in errors.</param>
    /// <exception cref="InputException">It is not of this kind; the message names the line.</exception>
    Palette Read(ReadOnlySpan<byte> bytes, string path);

    /// <summary>The bytes of a file.</summary>
    /// <param name="palette">The colours.</param>
    /// <param name="name">What the palette is called, where the kind keeps that.</param>
    /// <exception cref="InputException">The kind cannot hold so many colours.</exception>
    byte[] Write(Palette palette, string name);
}
