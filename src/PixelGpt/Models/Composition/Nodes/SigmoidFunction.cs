namespace PixelGpt.Models.Composition;

/// <summary>The sigmoid, 1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IElementFunction
{
    public float Value(float x) => 1 / (1 + MathF.Exp(-x));

    public float Derivative(float x, float y) => y * (1 - y);
}
