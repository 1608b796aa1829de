namespace PixelGpt.Imaging.Aseprite;

/// <summary>The kind of the pixels of an Aseprite file; the values are the numbers of bits per pixel in the header.</summary>
internal enum AsepriteColorMode
{
    /// <summary>One byte: an index into the palette.</summary>
    Indexed = 8,

    /// <summary>Two bytes: grey, alpha.</summary>
    Gray = 16,

    /// <summary>Four bytes: red, green, blue, alpha.</summary>
    Rgba = 32,
}
