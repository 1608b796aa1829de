namespace PixelGpt.Numerics.Simd;

/// <summary>
/// The few operations that every kernel is written in, for one vector width. A kernel is generic over this
/// interface and its vectors, which are structs, so the JIT makes one body of straight machine code a width:
/// the maths stands once, the instruction sets differ by type argument.
/// </summary>
/// <typeparam name="TF">The vector of floats.</typeparam>
/// <typeparam name="TI">The vector of as many unsigned integers.</typeparam>
internal interface ISimd<TF, TI>
    where TF : struct
    where TI : struct
{
    /// <summary>Floats a vector.</summary>
    static abstract int Width { get; }

    /// <summary>Vectors across a tile of the matrix product: as many as the registers hold beside six rows of sums.</summary>
    static abstract int TileVectors { get; }

    static abstract TF Load(ref float source, nint offset);

    static abstract void Store(TF value, ref float destination, nint offset);

    /// <summary>Begins to bring the cache line of an address near, where the processor can be told to; nothing waits for it.</summary>
    static abstract void Prefetch(ref float address);

    static abstract TF Broadcast(float value);

    static abstract TF Add(TF a, TF b);

    static abstract TF Subtract(TF a, TF b);

    static abstract TF Multiply(TF a, TF b);

    static abstract TF Divide(TF a, TF b);

    static abstract TF Sqrt(TF a);

    static abstract TF Max(TF a, TF b);

    static abstract TF Min(TF a, TF b);

    /// <summary>a·b + c, rounded once where the processor can.</summary>
    static abstract TF MultiplyAdd(TF a, TF b, TF c);

    /// <summary>The sum across lanes, in an order fixed for the width.</summary>
    static abstract float Sum(TF a);

    /// <summary>The greatest lane.</summary>
    static abstract float MaxAcross(TF a);

    /// <summary>value · 2ⁿ, where n stands in the low bits of <paramref name="shifted"/> (a float of 1.5·2²³ + n).</summary>
    static abstract TF ScaleByPowerOfTwo(TF value, TF shifted);

    /// <summary>0 where <paramref name="a"/> &lt; <paramref name="bound"/>, else <paramref name="value"/>; NaN stays.</summary>
    static abstract TF KeepUnlessBelow(TF value, TF a, TF bound);

    /// <summary>0 where <paramref name="bits"/> &lt; <paramref name="threshold"/> (unsigned), else <paramref name="value"/>.</summary>
    static abstract TF KeepUnlessBelow(TF value, TI bits, TI threshold);

    static abstract TI Broadcast(uint value);

    /// <summary>0, 1, 2, … a lane.</summary>
    static abstract TI Lanes { get; }

    static abstract TI Add(TI a, TI b);

    static abstract TI Multiply(TI a, TI b);

    static abstract TI Xor(TI a, TI b);

    static abstract TI ShiftRight(TI a, int count);
}
