using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PixelGpt.Numerics;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Benchmarking;

/// <summary>
/// The most that this machine can compute in float32, measured: fused multiply-adds on registers alone, in the widest
/// vectors the kernels use. What a program reaches is told as a share of it.
/// </summary>
public static class MachinePeak
{
    /// <summary>Chains of multiply-adds that wait for themselves only: more than latency times throughput, fewer than registers.</summary>
    private const int Chains = 12;

    /// <summary>Multiply-adds of each chain in one piece: about two milliseconds.</summary>
    private const int Links = 1 << 20;

    private const int PiecesPerThread = 4;
    private const int LeastRounds = 10;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(0.3);

    /// <summary>Where results go, so that they have to be computed.</summary>
    private static float s_sink;

    /// <summary>
    /// Billions of operations a second (a multiply-add is two) on so many threads at once: the best of many short
    /// rounds, because whatever else the machine does can only lower it.
    /// </summary>
    public static double MeasureGigaflops(int threads)
    {
        (Func<int, float> chains, int width) = Widest();
        using var pool = new WorkerPool(threads);
        int pieces = threads == 1 ? 1 : threads * PiecesPerThread;
        double operations = 2.0 * pieces * Links * Chains * width, best = 0;
        long began = Stopwatch.GetTimestamp();
        for (int round = 0; round < LeastRounds || Stopwatch.GetElapsedTime(began) < LeastTime; round++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.Run(pieces, (_, _) => Volatile.Write(ref s_sink, chains(Links)));
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

    /// <summary>Each chain tends to 1, so that no number becomes too small or too large to be computed at full speed.</summary>
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
