namespace PixelGpt.Data.Palettes;

/// <summary>A palette file format that can also be written.</summary>
internal interface IPaletteWriter : IPaletteFormat
{
    /// <summary>Returns the content of a palette file.</summary>
    /// <param name="palette">The palette.</param>
    /// <param name="name">Name of the palette, for formats that store one.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="InputException">The format cannot store this number of colours.</exception>
    byte[] Write(Palette palette, string name);
}
