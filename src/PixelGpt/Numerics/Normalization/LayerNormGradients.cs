namespace PixelGpt.Numerics;

/// <summary>The gradients that the backward pass of layer normalisation adds to.</summary>
/// <param name="x">Gradient of the input [T, D].</param>
/// <param name="weight">Gradient of the scale [D].</param>
/// <param name="bias">Gradient of the shift [D].</param>
internal readonly ref struct LayerNormGradients(Span<float> x, Span<float> weight, Span<float> bias)
{
    /// <summary>Gradient of the input [T, D].</summary>
    public Span<float> X { get; } = x;

    /// <summary>Gradient of the scale [D].</summary>
    public Span<float> Weight { get; } = weight;

    /// <summary>Gradient of the shift [D].</summary>
    public Span<float> Bias { get; } = bias;
}
