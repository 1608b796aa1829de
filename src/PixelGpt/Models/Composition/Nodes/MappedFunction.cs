namespace PixelGpt.Models.Composition;

/// <summary>A function and its derivative that a family supplies.</summary>
internal readonly struct MappedFunction(Func<float, float> function, Func<float, float> derivative) : IElementFunction
{
    public float Value(float x) => function(x);

    public float Derivative(float x, float y) => derivative(x);
}
