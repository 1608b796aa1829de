using System.Collections.Immutable;

namespace PixelGpt.Formats;

/// <summary>Named float tensors, whatever file they come from.</summary>
public interface ITensorSource
{
    /// <summary>Where they come from: the name in errors.</summary>
    string Path { get; }

    /// <summary>Their names.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="InputException">There is no such tensor.</exception>
    ImmutableArray<int> Shape(string name);

    /// <summary>The elements of a tensor, row-major, widened or narrowed to float32.</summary>
    /// <exception cref="InputException">There is no such tensor, or it does not hold floats.</exception>
    float[] Floats(string name);
}
