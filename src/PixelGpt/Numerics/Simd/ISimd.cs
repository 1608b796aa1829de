namespace PixelGpt.Numerics.Simd;

/// <summary>
/// The vector operations that the SIMD kernels are written in, for one vector width. Kernels are generic over this
/// interface and its vector types. All of them are structs, so the JIT compiles a separate, fully inlined body of each
/// kernel for each width.
/// </summary>
/// <typeparam name="TF">Vector of floats.</typeparam>
/// <typeparam name="TI">Vector of the same number of unsigned integers.</typeparam>
internal interface ISimd<TF, TI>
    where TF : struct
    where TI : struct
{
    /// <summary>Number of floats in a vector.</summary>
    static abstract int Width { get; }

    /// <summary>Width of a matrix product tile in vectors: as many as the registers can hold for six rows of sums.</summary>
    static abstract int TileVectors { get; }

    static abstract TF Load(ref float source, nint offset);

    static abstract void Store(TF value, ref float destination, nint offset);

    /// <summary>Prefetches the cache line of an address, if the processor supports it.</summary>
    static abstract void Prefetch(ref float address);

    static abstract TF Broadcast(float value);

    static abstract TF Add(TF a, TF b);

    static abstract TF Subtract(TF a, TF b);

    static abstract TF Multiply(TF a, TF b);

    static abstract TF Divide(TF a, TF b);

    static abstract TF Sqrt(TF a);

    static abstract TF Max(TF a, TF b);

    static abstract TF Min(TF a, TF b);

    /// <summary>Computes a·b + c, fused (rounded once) if the processor supports it.</summary>
    static abstract TF MultiplyAdd(TF a, TF b, TF c);

    /// <summary>Returns the sum of the elements. The order of additions is fixed for each width.</summary>
    static abstract float Sum(TF a);

    /// <summary>Returns the largest element.</summary>
    static abstract float HorizontalMax(TF a);

    /// <summary>Computes value · 2ⁿ, with n in the low bits of <paramref name="shifted"/> (the float 1.5·2²³ + n).</summary>
    static abstract TF ScaleByPowerOfTwo(TF value, TF shifted);

    /// <summary>Returns 0 where <paramref name="a"/> &lt; <paramref name="bound"/>, and <paramref name="value"/> elsewhere, also where <paramref name="a"/> is NaN.</summary>
    static abstract TF ZeroIfBelow(TF value, TF a, TF bound);

    /// <summary>Returns 0 where <paramref name="bits"/> &lt; <paramref name="threshold"/> (unsigned), and <paramref name="value"/> elsewhere.</summary>
    static abstract TF ZeroIfBelow(TF value, TI bits, TI threshold);

    static abstract TI Broadcast(uint value);

    /// <summary>The vector 0, 1, 2, …</summary>
    static abstract TI Indices { get; }

    static abstract TI Add(TI a, TI b);

    static abstract TI Multiply(TI a, TI b);

    static abstract TI Xor(TI a, TI b);

    static abstract TI ShiftRight(TI a, int count);
}
