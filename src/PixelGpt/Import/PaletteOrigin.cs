namespace PixelGpt.Import;

/// <summary>How the palette of a data set was chosen.</summary>
public enum PaletteOrigin
{
    /// <summary>The palette has all colours of the pictures.</summary>
    Taken,

    /// <summary>The pictures had too many colours, which were quantized.</summary>
    Quantized,

    /// <summary>The palette was given, and each colour was replaced by the nearest one.</summary>
    Given,
}
