using System.Collections.Immutable;

namespace PixelGpt.Formats;

/// <summary>Named float tensors, whatever file they come from.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>Where they come from: the name in errors.</summary>
    string Path { get; }

    /// <summary>Their names.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="InputException">There is no such tensor.</exception>
    ImmutableArray<int> Shape(string name);

    /// <summary>Copies the elements of a tensor, row-major, widened or narrowed to float32.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">As long as the tensor.</param>
    /// <exception cref="InputException">There is no such tensor, or it does not hold floats.</exception>
    void CopyTo(string name, Span<float> destination);
}

/// <summary>What follows from <see cref="ITensorSource"/>.</summary>
public static class TensorSourceExtensions
{
    /// <summary>The elements of a tensor, row-major, widened or narrowed to float32.</summary>
    /// <exception cref="InputException">There is no such tensor, or it does not hold floats.</exception>
    public static float[] Floats(this ITensorSource source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        float[] values = new float[source.Shape(name).Aggregate(1, (product, size) => checked(product * size))];
        source.CopyTo(name, values);
        return values;
    }
}
