namespace PixelGpt.Import;

/// <summary>How partly transparent pixels are made opaque.</summary>
public enum AlphaRule
{
    /// <summary>Pixels that are at least half opaque become opaque, others become background. Edges stay sharp and no colours are added.</summary>
    Threshold,

    /// <summary>Pixels are blended with the background in sRGB, as browsers do.</summary>
    Blend,
}
