using System.Collections.Immutable;
using PixelGpt.Numerics;

namespace PixelGpt.Formats;

/// <summary>Named float tensors, whatever file they come from.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>Where they come from: the name in errors.</summary>
    string Path { get; }

    /// <summary>Gives the file that holds a tensor, where they are spread over several.</summary>
    /// <param name="name">The tensor's name.</param>
    string PathOf(string name) => Path;

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
    /// <summary>Floats that 2 GiB hold.</summary>
    private const int MaxElements = 1 << 29;

    /// <summary>The elements of a tensor, row-major, widened or narrowed to float32.</summary>
    /// <exception cref="InputException">There is no such tensor, it does not hold floats, or it is too large for an array.</exception>
    public static float[] Floats(this ITensorSource source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        long length = source.Shape(name).Aggregate(1L, (product, size) => product > MaxElements ? product : product * size);
        if (length > MaxElements) throw new InputException($"{source.Path}: tensor '{Excerpt.Of(name, 100)}' has more than the {MaxElements} elements that are read at once");
        float[] values = new float[length];
        source.CopyTo(name, values);
        return values;
    }

    /// <summary>Reads the elements of a tensor as <see cref="Floats"/> does, and checks that all are finite.</summary>
    /// <exception cref="InputException">As for <see cref="Floats"/>, or an element is NaN or infinite.</exception>
    internal static float[] FiniteFloats(this ITensorSource source, string name)
    {
        float[] values = source.Floats(name);
        source.CheckFinite(name, values);
        return values;
    }

    /// <summary>Checks that the elements read from a tensor are finite.</summary>
    /// <exception cref="InputException">One is NaN or infinite; the message names the file and the tensor.</exception>
    internal static void CheckFinite(this ITensorSource source, string name, ReadOnlySpan<float> values)
    {
        int first = NonFinite.IndexOf(values);
        if (first < 0) return;
        throw new InputException(FormattableString.Invariant(
            $"{source.PathOf(name)}: tensor '{Excerpt.Of(name, 100)}' has {NonFinite.Count(values)} of {values.Length} values that are not finite as float32 (the first is {values[first]} at index {first}); use weights whose values are all finite"));
    }
}
