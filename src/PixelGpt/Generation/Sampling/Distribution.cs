using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PixelGpt.Numerics;

namespace PixelGpt.Generation.Sampling;

/// <summary>Operations on the logits of one pixel. Vectors have the same width on every processor, so that sums are bit-identical everywhere.</summary>
internal static class Distribution
{
    /// <summary>Checks that logits are finite; they are not if the model's weights are so large that activations overflow.</summary>
    /// <exception cref="FailureException">A logit is NaN or infinite.</exception>
    public static void CheckFinite(ReadOnlySpan<float> logits)
    {
        int first = NonFinite.IndexOf(logits);
        if (first >= 0)
            throw new FailureException(FormattableString.Invariant($"the model's output is not finite (logit {first} is {logits[first]}): its weights are too large for float32; use other weights, or train with a lower learning rate"));
    }

    /// <summary>Returns the index of the greatest logit; ties go to the lowest index.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        ref float first = ref MemoryMarshal.GetReference(logits);
        int width = Vector256<float>.Count, whole = logits.Length / width * width;
        Vector256<float> greatest = Vector256.Create(float.NegativeInfinity);
        for (int i = 0; i < whole; i += width) greatest = Vector256.MaxNative(greatest, Vector256.LoadUnsafe(ref first, (nuint)i));
        float max = float.NegativeInfinity;
        for (int lane = 0; lane < width; lane++) max = Math.Max(max, greatest[lane]);
        for (int i = whole; i < logits.Length; i++) max = Math.Max(max, logits[i]);

        Vector256<float> sought = Vector256.Create(max);
        for (int i = 0; i < whole; i += width)
        {
            uint found = Vector256.Equals(sought, Vector256.LoadUnsafe(ref first, (nuint)i)).ExtractMostSignificantBits();
            if (found != 0) return i + BitOperations.TrailingZeroCount(found);
        }

        for (int i = whole; i < logits.Length; i++)
        {
            if (logits[i] == max) return i;
        }

        return 0;
    }

    /// <summary>Computes unnormalised probabilities, e^(logit − greatest logit), and returns their sum.</summary>
    public static double Weights(ReadOnlySpan<float> logits, Span<double> weights)
    {
        if (weights.Length < logits.Length) throw new ArgumentException($"{weights.Length} weights for {logits.Length} logits");
        double max = logits[ArgMax(logits)];
        ref float first = ref MemoryMarshal.GetReference(logits);
        ref double to = ref MemoryMarshal.GetReference(weights);
        int width = Vector256<double>.Count, whole = logits.Length / width * width;
        Vector256<double> shift = Vector256.Create(max), sum = Vector256<double>.Zero;
        for (int i = 0; i < whole; i += width)
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref first, (nuint)i));
            Vector256<double> e = DoubleExp.OfNegative(Vector256.Create(lower, upper) - shift);
            e.StoreUnsafe(ref to, (nuint)i);
            sum += e;
        }

        double total = Vector256.Sum(sum);
        for (int i = whole; i < logits.Length; i++) total += weights[i] = Math.Exp(logits[i] - max);
        return total;
    }

    /// <summary>Returns the index at which the cumulative weights exceed <paramref name="unit"/>, in [0, 1), times their total. Never an index of weight 0.</summary>
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

    /// <summary>Returns the k-th greatest logit, 1 ≤ k ≤ length.</summary>
    public static float KthGreatest(ReadOnlySpan<float> logits, int k)
    {
        // Bisection until exactly k logits are at least the middle, or there is no float between low and high. This needs
        // no sorting and no copy. At least k logits are always >= low.
        float low = LeastFrom(logits, float.MinValue), high = logits[ArgMax(logits)];
        if (CountFrom(logits, low) < k) return float.NegativeInfinity;
        if (CountFrom(logits, high) >= k) return high;
        while ((low * 0.5f) + (high * 0.5f) is var middle && middle > low && middle < high)
        {
            int count = CountFrom(logits, middle);
            if (count == k) return LeastFrom(logits, middle);
            if (count > k) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>Removes all logits below <paramref name="least"/>.</summary>
    public static void RemoveBelow(Span<float> logits, float least)
    {
        ref float first = ref MemoryMarshal.GetReference(logits);
        int width = Vector256<float>.Count, whole = logits.Length / width * width;
        Vector256<float> bound = Vector256.Create(least), removed = Vector256.Create(float.NegativeInfinity);
        for (int i = 0; i < whole; i += width)
        {
            Vector256<float> values = Vector256.LoadUnsafe(ref first, (nuint)i);
            Vector256.ConditionalSelect(Vector256.LessThan(values, bound), removed, values).StoreUnsafe(ref first, (nuint)i);
        }

        foreach (ref float logit in logits[whole..])
        {
            if (logit < least) logit = float.NegativeInfinity;
        }
    }

    private static int CountFrom(ReadOnlySpan<float> logits, float least)
    {
        ref float first = ref MemoryMarshal.GetReference(logits);
        int width = Vector256<float>.Count, whole = logits.Length / width * width;
        Vector256<float> bound = Vector256.Create(least);
        Vector256<int> counts = Vector256<int>.Zero;
        for (int i = 0; i < whole; i += width) counts -= Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)i), bound).AsInt32();
        if (whole > 0 && whole < logits.Length)
        {
            // The last vector overlaps the previous one: only the lanes that were not counted yet are added.
            Vector256<int> rest = Vector256.GreaterThanOrEqual(Vector256<int>.Indices, Vector256.Create(width - (logits.Length - whole)));
            counts -= Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)(logits.Length - width)), bound).AsInt32() & rest;
            whole = logits.Length;
        }

        int count = Vector256.Sum(counts);
        for (int i = whole; i < logits.Length; i++) count += logits[i] >= least ? 1 : 0;
        return count;
    }

    /// <summary>Returns the least logit that is at least <paramref name="bound"/>; ∞ if there is none.</summary>
    private static float LeastFrom(ReadOnlySpan<float> logits, float bound)
    {
        ref float first = ref MemoryMarshal.GetReference(logits);
        int width = Vector256<float>.Count, whole = logits.Length / width * width;
        Vector256<float> bounds = Vector256.Create(bound), none = Vector256.Create(float.PositiveInfinity), lowest = none;
        for (int i = 0; i < whole; i += width)
        {
            Vector256<float> values = Vector256.LoadUnsafe(ref first, (nuint)i);
            lowest = Vector256.MinNative(lowest, Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(values, bounds), values, none));
        }

        float least = float.PositiveInfinity;
        for (int lane = 0; lane < width; lane++) least = Math.Min(least, lowest[lane]);
        foreach (float logit in logits[whole..])
        {
            if (logit >= bound) least = Math.Min(least, logit);
        }

        return least;
    }
}
