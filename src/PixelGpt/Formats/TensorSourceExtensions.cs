namespace PixelGpt.Formats;

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
