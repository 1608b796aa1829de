using System.Runtime.Intrinsics;

namespace PixelGpt.Generation.Sampling;

/// <summary>What samplers ask of a row of logits. Vectors have one width everywhere, so that sums do not depend on the processor's.</summary>
internal static class Distribution
{
    /// <summary>The greatest logit; the lowest index wins a tie.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        int width = Vector256<float>.Count, whole = logits.Length / width * width;
        Vector256<float> greatest = Vector256.Create(float.NegativeInfinity);
        for (int i = 0; i < whole; i += width) greatest = Vector256.Max(greatest, Vector256.Create(logits.Slice(i, width)));
        float max = float.NegativeInfinity;
        for (int lane = 0; lane < width; lane++) max = Math.Max(max, greatest[lane]);
        for (int i = whole; i < logits.Length; i++) max = Math.Max(max, logits[i]);

        Vector256<float> sought = Vector256.Create(max);
        for (int i = 0; i < whole; i += width)
        {
            uint found = Vector256.Equals(sought, Vector256.Create(logits.Slice(i, width))).ExtractMostSignificantBits();
            if (found != 0) return i + System.Numerics.BitOperations.TrailingZeroCount(found);
        }

        for (int i = whole; i < logits.Length; i++)
        {
            if (logits[i] == max) return i;
        }

        return 0;
    }

    /// <summary>Probabilities before they are divided by their sum: e^(logit − greatest) for each logit. Gives the sum.</summary>
    public static double Weights(ReadOnlySpan<float> logits, Span<double> weights)
    {
        double max = logits[ArgMax(logits)];
        int width = Vector256<double>.Count, whole = logits.Length / width * width;
        Vector256<double> shift = Vector256.Create(max), sum = Vector256<double>.Zero;
        for (int i = 0; i < whole; i += width)
        {
            Vector128<float> narrow = Vector128.Create(logits.Slice(i, width));
            Vector256<double> e = Vector256.Exp(Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow)) - shift);
            e.CopyTo(weights[i..]);
            sum += e;
        }

        double total = Vector256.Sum(sum);
        for (int i = whole; i < logits.Length; i++) total += weights[i] = Math.Exp(logits[i] - max);
        return total;
    }

    /// <summary>The place at <paramref name="unit"/> in [0, 1) of the cumulative weights; never one of weight 0.</summary>
    public static int Pick(ReadOnlySpan<double> weights, double total, double unit)
    {
        double target = unit * total, sum = 0;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0) continue;
            sum += weights[i];
            last = i;
            if (sum > target) break;
        }

        return last;
    }

    /// <summary>The k-th greatest logit, 1 ≤ k ≤ length.</summary>
    public static float KthGreatest(ReadOnlySpan<float> logits, int k)
    {
        // Bit by bit from the highest: the greatest value that at least k logits reach. Nothing is sorted or copied.
        uint found = 0;
        for (int bit = 31; bit >= 0; bit--)
        {
            uint candidate = found | (1u << bit);
            if (CountFrom(logits, FromOrdered(candidate)) >= k) found = candidate;
        }

        // Below −∞ there are no numbers to be found.
        float least = FromOrdered(found);
        return float.IsNaN(least) ? float.NegativeInfinity : least;
    }

    private static int CountFrom(ReadOnlySpan<float> logits, float least)
    {
        int width = Vector256<float>.Count, whole = logits.Length / width * width;
        Vector256<float> bound = Vector256.Create(least);
        Vector256<int> counts = Vector256<int>.Zero;
        for (int i = 0; i < whole; i += width) counts -= Vector256.GreaterThanOrEqual(Vector256.Create(logits.Slice(i, width)), bound).AsInt32();
        int count = Vector256.Sum(counts);
        for (int i = whole; i < logits.Length; i++) count += logits[i] >= least ? 1 : 0;
        return count;
    }

    /// <summary>The float of a place in the order of all floats, negative ones first.</summary>
    private static float FromOrdered(uint place) => BitConverter.UInt32BitsToSingle((place & 0x80000000) != 0 ? place & 0x7FFFFFFF : ~place);
}
