using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Numerics;

/// <summary>
/// The fast kernels, for one vector width. One operation a file. Kernels are compiled straight to optimised code:
/// they run for long from their first call, and would else start slow.
/// </summary>
internal sealed partial class SimdKernels<S, TF, TI>(string name) : IKernels
    where S : struct, ISimd<TF, TI>
    where TF : struct
    where TI : struct
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    public string Name => name;

    /// <summary>An operation on a vector, from x and what stands at the same place of other inputs.</summary>
    private interface IMap
    {
        TF Apply(TF x, TF other, TI index);
    }

    /// <summary>y = op(x, other, index), vector by vector; the last, partial one goes through a copy.</summary>
    private static void Map<TMap>(ReadOnlySpan<float> x, ReadOnlySpan<float> other, Span<float> y, TMap op)
        where TMap : struct, IMap
    {
        CheckLength(x.Length, other.Length);
        CheckLength(x.Length, y.Length);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float po = ref MemoryMarshal.GetReference(other);
        ref float py = ref MemoryMarshal.GetReference(y);
        nint n = x.Length, whole = n - (n % S.Width);
        MapWhole(ref px, ref po, ref py, whole, op);
        if (whole == n) return;
        TI index = S.Add(S.Lanes, S.Broadcast((uint)whole));
        StoreTail(op.Apply(LoadTail(ref px, whole, n - whole, 0), LoadTail(ref po, whole, n - whole, 0), index), ref py, whole, n - whole);
    }

    [MethodImpl(Hot)]
    private static void MapWhole<TMap>(ref float x, ref float other, ref float y, nint n, TMap op)
        where TMap : struct, IMap
    {
        TI index = S.Lanes, step = S.Broadcast((uint)S.Width);
        for (nint i = 0; i < n; i += S.Width)
        {
            S.Store(op.Apply(S.Load(ref x, i), S.Load(ref other, i), index), ref y, i);
            index = S.Add(index, step);
        }
    }

    /// <summary>
    /// Whether rows end within a vector. Known to the compiler, because a call in a loop, even one never made, would
    /// cost the vectors their registers.
    /// </summary>
    private interface IRowEnd
    {
        static abstract bool IsRagged { get; }
    }

    private readonly struct WholeRows : IRowEnd
    {
        public static bool IsRagged => false;
    }

    private readonly struct RaggedRows : IRowEnd
    {
        public static bool IsRagged => true;
    }

    /// <summary>A vector of which only the first <paramref name="count"/> lanes are in memory; the others are <paramref name="fill"/>.</summary>
    private static TF LoadTail(ref float source, nint offset, nint count, float fill)
    {
        Span<float> lanes = stackalloc float[Alignment.Floats];
        lanes.Fill(fill);
        for (nint i = 0; i < count; i++) lanes[(int)i] = Unsafe.Add(ref source, offset + i);
        return S.Load(ref MemoryMarshal.GetReference(lanes), 0);
    }

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    private static void StoreTail(TF value, ref float destination, nint offset, nint count)
    {
        Span<float> lanes = stackalloc float[Alignment.Floats];
        S.Store(value, ref MemoryMarshal.GetReference(lanes), 0);
        for (nint i = 0; i < count; i++) Unsafe.Add(ref destination, offset + i) = lanes[(int)i];
    }

    private static void CheckLength(int expected, int actual)
    {
        if (actual < expected) throw new ArgumentException($"a span of {actual} floats where {expected} are needed");
    }
}
