using System.Collections.Immutable;

namespace PixelGpt.Models;

/// <summary>A trained tensor: a named, shaped stretch of a <see cref="ParameterSet"/>'s floats.</summary>
/// <param name="Name">Its name in a Hugging Face state dict.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Offset">Where it begins among all parameters, in floats.</param>
/// <param name="Initializer">How it begins its life.</param>
public sealed record Parameter(string Name, ImmutableArray<int> Shape, int Offset, Initializer Initializer)
{
    /// <summary>How many floats it has.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    internal ReadOnlySpan<float> In(ReadOnlySpan<float> all) => all.Slice(Offset, Length);

    internal Span<float> In(Span<float> all) => all.Slice(Offset, Length);
}

/// <summary>The distribution that a parameter is drawn from before training.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation; 0 for a constant.</param>
public readonly record struct Initializer(float Mean, float Deviation)
{
    /// <summary>Constant 0.</summary>
    public static Initializer Zeros => new(0, 0);

    /// <summary>Constant 1.</summary>
    public static Initializer Ones => new(1, 0);

    /// <summary>Normal around 0.</summary>
    public static Initializer Normal(float deviation) => new(0, deviation);
}
