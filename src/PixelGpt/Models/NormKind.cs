namespace PixelGpt.Models;

/// <summary>The kind of normalisation.</summary>
public enum NormKind
{
    /// <summary>Layer normalisation: subtracts the mean, divides by the standard deviation, then applies weight and bias.</summary>
    LayerNorm,

    /// <summary>Root-mean-square normalisation: divides by the root mean square, then applies a weight.</summary>
    RmsNorm,
}
