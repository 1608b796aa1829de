using System.Numerics;
using System.Runtime.InteropServices;

namespace PixelGpt.Evaluation;

/// <summary>In how many places two rows of pixels differ (Hamming 1950).</summary>
public static class HammingDistance
{
    /// <summary>The number of places; both rows must be as long.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static int Compute(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"rows of {a.Length} and {b.Length} pixels");
        ReadOnlySpan<Vector<int>> left = MemoryMarshal.Cast<int, Vector<int>>(a), right = MemoryMarshal.Cast<int, Vector<int>>(b);

        // A lane's comparison is −1 where it is equal.
        Vector<int> equal = Vector<int>.Zero;
        for (int i = 0; i < left.Length; i++) equal += Vector.Equals(left[i], right[i]);
        int distance = a.Length + Vector.Sum(equal);
        for (int i = left.Length * Vector<int>.Count; i < a.Length; i++)
        {
            if (a[i] == b[i]) distance--;
        }

        return distance;
    }
}
