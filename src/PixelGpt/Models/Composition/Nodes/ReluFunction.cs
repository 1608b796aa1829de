namespace PixelGpt.Models.Composition;

/// <summary>The function max(x, 0).</summary>
internal readonly struct ReluFunction : IElementFunction
{
    public float Value(float x) => Math.Max(x, 0);

    public float Derivative(float x, float y) => x > 0 ? 1 : 0;
}
