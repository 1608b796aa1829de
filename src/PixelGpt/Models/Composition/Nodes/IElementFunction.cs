namespace PixelGpt.Models.Composition;

/// <summary>A function of one number. Implementations are structs, so that the JIT compiles a loop for each of them.</summary>
internal interface IElementFunction
{
    /// <summary>Computes the function.</summary>
    /// <param name="x">Argument.</param>
    float Value(float x);

    /// <summary>Computes the derivative.</summary>
    /// <param name="x">Argument.</param>
    /// <param name="y">Value of the function.</param>
    float Derivative(float x, float y);
}
