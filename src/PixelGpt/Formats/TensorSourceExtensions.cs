using PixelGpt.Numerics;

namespace PixelGpt.Formats;

/// <summary>Extension methods for <see cref="ITensorSource"/>.</summary>
internal static class TensorSourceExtensions
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

    /// <summary>Reads a tensor as <see cref="Floats"/> does and checks that all values are finite.</summary>
    /// <exception cref="InputException">As for <see cref="Floats"/>, or a value is NaN or infinite.</exception>
    internal static float[] FiniteFloats(this ITensorSource source, string name)
    {
        float[] values = source.Floats(name);
        source.CheckFinite(name, values);
        return values;
    }

    /// <summary>Checks that all values read from a tensor are finite.</summary>
    /// <exception cref="InputException">A value is NaN or infinite; the message names the file and the tensor.</exception>
    internal static void CheckFinite(this ITensorSource source, string name, ReadOnlySpan<float> values)
    {
        int first = NonFinite.IndexOf(values);
        if (first < 0) return;
        throw new InputException(FormattableString.Invariant(
            $"{source.PathOf(name)}: tensor '{Excerpt.Of(name, 100)}' has {NonFinite.Count(values)} of {values.Length} values that are not finite as float32 (the first is {values[first]} at index {first}); use weights whose values are all finite"));
    }
}
