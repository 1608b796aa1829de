using System.Collections.Immutable;

namespace PixelGpt.Formats;

/// <summary>A file of named float tensors.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>Path of the file, used in error messages.</summary>
    string Path { get; }

    /// <summary>The names of the tensors.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Returns the shape of a tensor.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>The sizes, outermost first.</returns>
    /// <exception cref="InputException">There is no such tensor.</exception>
    ImmutableArray<int> Shape(string name);

    /// <summary>Copies the elements of a tensor in row-major order, converted to float32.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="destination">Destination with the length of the tensor.</param>
    /// <exception cref="InputException">There is no such tensor, or its elements are not floats.</exception>
    void CopyTo(string name, Span<float> destination);
}

/// <summary>Extension methods for <see cref="ITensorSource"/>.</summary>
public static class TensorSourceExtensions
{
    /// <summary>Number of float32 values in 2 GiB.</summary>
    private const int MaxElements = 1 << 29;

    /// <summary>Reads the elements of a tensor in row-major order, converted to float32.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>A new array of the elements.</returns>
    /// <exception cref="InputException">There is no such tensor, its elements are not floats, or it is too large for an array.</exception>
    public static float[] Floats(this ITensorSource source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        long length = source.Shape(name).Aggregate(1L, (product, size) => product > MaxElements ? product : product * size);
        if (length > MaxElements) throw new InputException($"{source.Path}: tensor '{Excerpt.Of(name, 100)}' has more than {MaxElements} elements, the maximum for one tensor");
        float[] values = new float[length];
        source.CopyTo(name, values);
        return values;
    }
}
