using System.Numerics;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <summary>Finds values that are NaN or infinite.</summary>
internal static class NonFinite
{
    /// <summary>Returns the index of the first value that is NaN or infinite; −1 if all are finite.</summary>
    public static int IndexOf(ReadOnlySpan<float> values)
    {
        // x − x is 0 for a finite x, and NaN otherwise.
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        int whole = 0;
        while (whole < vectors.Length && Vector.EqualsAll(vectors[whole] - vectors[whole], Vector<float>.Zero)) whole++;
        for (int i = whole * Vector<float>.Count; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }

        return -1;
    }

    /// <summary>Counts the values that are NaN or infinite.</summary>
    public static int Count(ReadOnlySpan<float> values)
    {
        int count = 0;
        foreach (float value in values) count += float.IsFinite(value) ? 0 : 1;
        return count;
    }
}
