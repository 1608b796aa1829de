using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PixelGpt.Numerics;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Benchmarking;

/// <summary>
/// Measures the peak float32 performance of this machine: fused multiply-adds on registers only, in the widest vectors
/// that the kernels use. Benchmarks report their speed as a fraction of it.
/// </summary>
internal static class MachinePeak
{
    /// <summary>Number of independent chains of multiply-adds: more than latency times throughput, fewer than there are registers.</summary>
    private const int Chains = 12;

    /// <summary>Length of each chain per piece of work, about two milliseconds.</summary>
    private const int Links = 1 << 20;

    private const int PiecesPerThread = 4;
    private const int MinRounds = 10;
    private static readonly TimeSpan MinTime = TimeSpan.FromSeconds(0.2);

    /// <summary>Receives the results, so that the compiler cannot remove the computation.</summary>
    private static float _sink;

    /// <summary>
    /// Measures the peak, as the maximum of many short rounds: other load on the machine can only lower a result. A
    /// multiply-add counts as two operations.
    /// </summary>
    /// <param name="threads">Number of threads to use.</param>
    /// <returns>The peak in GFLOP/s.</returns>
    public static double MeasureGigaflops(int threads)
    {
        (Func<int, float> chains, int width) = Widest();
        using var pool = new WorkerPool(threads);
        int pieces = threads == 1 ? 1 : threads * PiecesPerThread;
        double operations = 2.0 * pieces * Links * Chains * width, best = 0;
        long first = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinRounds || Stopwatch.GetElapsedTime(first) < MinTime; round++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.Run(pieces, (_, _) => Volatile.Write(ref _sink, chains(Links)));
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best / 1e9;
    }

    private static (Func<int, float> Chains, int Width) Widest()
    {
        if (Vector512.IsHardwareAccelerated) return (MultiplyAdds<Simd512, Vector512<float>, Vector512<uint>>, Simd512.Width);
        if (Vector256.IsHardwareAccelerated) return (MultiplyAdds<Simd256, Vector256<float>, Vector256<uint>>, Simd256.Width);
        return (MultiplyAdds<Simd128, Vector128<float>, Vector128<uint>>, Simd128.Width);
    }

    /// <summary>Runs the chains. The values converge to 1, so that they never become subnormal or infinite, which would be slower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float MultiplyAdds<S, TF, TI>(int links)
        where S : struct, ISimd<TF, TI>
        where TF : struct
        where TI : struct
    {
        TF factor = S.Broadcast(0.75f), term = S.Broadcast(0.25f);
        TF a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor, i = factor, j = factor, k = factor, l = factor;
        for (int link = 0; link < links; link++)
        {
            a = S.MultiplyAdd(a, factor, term);
            b = S.MultiplyAdd(b, factor, term);
            c = S.MultiplyAdd(c, factor, term);
            d = S.MultiplyAdd(d, factor, term);
            e = S.MultiplyAdd(e, factor, term);
            f = S.MultiplyAdd(f, factor, term);
            g = S.MultiplyAdd(g, factor, term);
            h = S.MultiplyAdd(h, factor, term);
            i = S.MultiplyAdd(i, factor, term);
            j = S.MultiplyAdd(j, factor, term);
            k = S.MultiplyAdd(k, factor, term);
            l = S.MultiplyAdd(l, factor, term);
        }

        TF sum = S.Add(S.Add(S.Add(a, b), S.Add(c, d)), S.Add(S.Add(e, f), S.Add(g, h)));
        return S.Sum(S.Add(sum, S.Add(S.Add(i, j), S.Add(k, l))));
    }
}
