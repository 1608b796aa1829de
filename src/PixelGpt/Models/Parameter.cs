using System.Collections.Immutable;

namespace PixelGpt.Models;

/// <summary>A trained tensor. Its values are a range of the values of a <see cref="ParameterSet"/>.</summary>
/// <param name="Name">Name in the Hugging Face state dict.</param>
/// <param name="Shape">Size of each dimension.</param>
/// <param name="Offset">Index of the first value among the values of all parameters.</param>
/// <param name="Initializer">Distribution of the initial values.</param>
public sealed record Parameter(string Name, ImmutableArray<int> Shape, int Offset, Initializer Initializer)
{
    /// <summary>The number of values.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Returns the range of this parameter in values that are laid out like the <see cref="ParameterSet"/>.</summary>
    internal ReadOnlySpan<float> In(ReadOnlySpan<float> all) => all.Slice(Offset, Length);

    /// <summary>Returns the range of this parameter in values that are laid out like the <see cref="ParameterSet"/>.</summary>
    internal Span<float> In(Span<float> all) => all.Slice(Offset, Length);
}
