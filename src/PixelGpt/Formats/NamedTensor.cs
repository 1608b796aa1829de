using System.Collections.Immutable;

namespace PixelGpt.Formats;

/// <summary>A named float32 tensor.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Values">Elements in row-major order.</param>
internal readonly record struct NamedTensor(string Name, ImmutableArray<int> Shape, ReadOnlyMemory<float> Values);
