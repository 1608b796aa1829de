namespace PixelGpt.Imaging;

/// <summary>The colour type of a PNG picture (PNG specification, 11.2.1).</summary>
internal enum PngColorType : byte
{
    /// <summary>One sample: grey.</summary>
    Gray = 0,

    /// <summary>Three samples: red, green, blue.</summary>
    Rgb = 2,

    /// <summary>One sample: an index into the palette.</summary>
    Indexed = 3,

    /// <summary>Two samples: grey, alpha.</summary>
    GrayAlpha = 4,

    /// <summary>Four samples: red, green, blue, alpha.</summary>
    Rgba = 6,
}
