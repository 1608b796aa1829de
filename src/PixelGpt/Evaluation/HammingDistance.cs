using System.Numerics;
using System.Runtime.InteropServices;

namespace PixelGpt.Evaluation;

/// <summary>The number of positions at which two pixel sequences differ (Hamming 1950).</summary>
internal static class HammingDistance
{
    /// <summary>Counts the differing positions.</summary>
    /// <param name="a">First sequence.</param>
    /// <param name="b">Second sequence, of the same length.</param>
    /// <returns>The number of differing positions.</returns>
    /// <exception cref="ArgumentException">The sequences have different lengths.</exception>
    public static int Compute(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"the sequences must have the same length (got {a.Length} and {b.Length})");
        ReadOnlySpan<Vector<int>> left = MemoryMarshal.Cast<int, Vector<int>>(a), right = MemoryMarshal.Cast<int, Vector<int>>(b);

        // The comparison of equal lanes yields −1.
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
