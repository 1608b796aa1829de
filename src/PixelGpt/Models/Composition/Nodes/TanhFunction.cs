namespace PixelGpt.Models.Composition;

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct TanhFunction : IElementFunction
{
    public float Value(float x) => MathF.Tanh(x);

    public float Derivative(float x, float y) => 1 - (y * y);
}
