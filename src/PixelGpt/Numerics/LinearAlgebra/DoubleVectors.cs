using System.Numerics;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics.LinearAlgebra;

/// <summary>Operations on rows of doubles. The order of additions depends only on the length of a row, so equal rows give bit-identical results.</summary>
internal static class DoubleVectors
{
    /// <summary>Computes the dot product of two rows.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> va = MemoryMarshal.Cast<double, Vector<double>>(a), vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> sum = Vector<double>.Zero;
        for (int i = 0; i < va.Length; i++) sum = Vector.MultiplyAddEstimate(va[i], vb[i], sum);
        return AddTail(sum, a, b);
    }

    /// <summary>Computes the dot products of two rows with four rows; each is bit-identical to <see cref="Dot"/>.</summary>
    /// <param name="a">Two consecutive rows [2, width].</param>
    /// <param name="b">Four consecutive rows [4, width].</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="first">Products of the first row of <paramref name="a"/> [4].</param>
    /// <param name="second">Products of the second row of <paramref name="a"/> [4].</param>
    public static void Dot2X4(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int width, Span<double> first, Span<double> second)
    {
        ReadOnlySpan<double> b0 = b[..width], b1 = b.Slice(width, width), b2 = b.Slice(2 * width, width), b3 = b.Slice(3 * width, width);
        ReadOnlySpan<double> a0 = a[..width], a1 = a.Slice(width, width);
        ReadOnlySpan<Vector<double>> x0 = MemoryMarshal.Cast<double, Vector<double>>(a0), x1 = MemoryMarshal.Cast<double, Vector<double>>(a1);
        ReadOnlySpan<Vector<double>> y0 = MemoryMarshal.Cast<double, Vector<double>>(b0), y1 = MemoryMarshal.Cast<double, Vector<double>>(b1);
        ReadOnlySpan<Vector<double>> y2 = MemoryMarshal.Cast<double, Vector<double>>(b2), y3 = MemoryMarshal.Cast<double, Vector<double>>(b3);
        Vector<double> s00 = Vector<double>.Zero, s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        for (int i = 0; i < x0.Length; i++)
        {
            Vector<double> p = x0[i], q = x1[i];
            s00 = Vector.MultiplyAddEstimate(p, y0[i], s00);
            s10 = Vector.MultiplyAddEstimate(q, y0[i], s10);
            s01 = Vector.MultiplyAddEstimate(p, y1[i], s01);
            s11 = Vector.MultiplyAddEstimate(q, y1[i], s11);
            s02 = Vector.MultiplyAddEstimate(p, y2[i], s02);
            s12 = Vector.MultiplyAddEstimate(q, y2[i], s12);
            s03 = Vector.MultiplyAddEstimate(p, y3[i], s03);
            s13 = Vector.MultiplyAddEstimate(q, y3[i], s13);
        }

        (first[0], first[1], first[2], first[3]) = (AddTail(s00, a0, b0), AddTail(s01, a0, b1), AddTail(s02, a0, b2), AddTail(s03, a0, b3));
        (second[0], second[1], second[2], second[3]) = (AddTail(s10, a1, b0), AddTail(s11, a1, b1), AddTail(s12, a1, b2), AddTail(s13, a1, b3));
    }

    /// <summary>Adds <paramref name="factor"/>·<paramref name="row"/> to <paramref name="target"/>.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> row, Span<double> target)
    {
        ReadOnlySpan<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(row);
        Span<Vector<double>> to = MemoryMarshal.Cast<double, Vector<double>>(target[..row.Length]);
        var factors = new Vector<double>(factor);
        for (int i = 0; i < from.Length; i++) to[i] = Vector.MultiplyAddEstimate(factors, from[i], to[i]);
        for (int i = from.Length * Vector<double>.Count; i < row.Length; i++) target[i] = double.MultiplyAddEstimate(factor, row[i], target[i]);
    }

    private static double AddTail(Vector<double> sum, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double total = Vector.Sum(sum);
        for (int i = a.Length - (a.Length % Vector<double>.Count); i < a.Length; i++) total = double.MultiplyAddEstimate(a[i], b[i], total);
        return total;
    }
}
