namespace PixelGpt.Imaging.Aseprite;

/// <summary>The types of the chunks that are read or written.</summary>
internal static class AsepriteChunk
{
    /// <summary>The palette of old versions.</summary>
    public const int OldPalette = 0x0004;

    /// <summary>The palette of old versions, with values 0 to 63.</summary>
    public const int OldPalette6Bits = 0x0011;

    /// <summary>A layer.</summary>
    public const int Layer = 0x2004;

    /// <summary>A cel.</summary>
    public const int Cel = 0x2005;

    /// <summary>The colour profile.</summary>
    public const int ColorProfile = 0x2007;

    /// <summary>The tags.</summary>
    public const int Tags = 0x2018;

    /// <summary>The palette.</summary>
    public const int Palette = 0x2019;

    /// <summary>A tileset.</summary>
    public const int Tileset = 0x2023;
}
