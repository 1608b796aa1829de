using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Numerics;

/// <summary>
/// The SIMD kernels, for one vector width. Hot methods skip tiered compilation and are compiled with full optimisation
/// at their first call, because they run for a long time from then on.
/// </summary>
/// <typeparam name="S">The vector operations.</typeparam>
/// <typeparam name="TF">Vector of floats.</typeparam>
/// <typeparam name="TI">Vector of unsigned integers.</typeparam>
/// <param name="name">Name of the kernels.</param>
internal sealed partial class SimdKernels<S, TF, TI>(string name) : IKernels
    where S : struct, ISimd<TF, TI>
    where TF : struct
    where TI : struct
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    public string Name => name;

    /// <summary>
    /// Whether rows end with a partial vector. It is a type parameter, so that the JIT removes the code for partial vectors
    /// where it is not needed: even a call that is never made would force vectors out of registers.
    /// </summary>
    private interface IRowTail
    {
        static abstract bool HasTail { get; }
    }

    private readonly struct NoTail : IRowTail
    {
        public static bool HasTail => false;
    }

    private readonly struct WithTail : IRowTail
    {
        public static bool HasTail => true;
    }

    /// <summary>Loads the first <paramref name="count"/> elements of a vector and sets the others to <paramref name="fill"/>.</summary>
    private static TF LoadTail(ref float source, nint offset, nint count, float fill)
    {
        Span<float> elements = stackalloc float[Alignment.Floats];
        elements.Fill(fill);
        for (nint i = 0; i < count; i++) elements[(int)i] = Unsafe.Add(ref source, offset + i);
        return S.Load(ref MemoryMarshal.GetReference(elements), 0);
    }

    /// <summary>Stores the first <paramref name="count"/> elements of a vector.</summary>
    private static void StoreTail(TF value, ref float destination, nint offset, nint count)
    {
        Span<float> elements = stackalloc float[Alignment.Floats];
        S.Store(value, ref MemoryMarshal.GetReference(elements), 0);
        for (nint i = 0; i < count; i++) Unsafe.Add(ref destination, offset + i) = elements[(int)i];
    }

    private static void CheckLength(int expected, int actual)
    {
        if (actual < expected) throw new ArgumentException($"a span must have at least {expected} floats (got {actual})");
    }
}
