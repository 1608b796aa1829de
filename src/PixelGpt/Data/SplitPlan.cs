using System.Globalization;

namespace PixelGpt.Data;

/// <summary>
/// How a list of sprites falls into train, dev and test, in order: by counts (<c>632,80,80</c>) or by shares that
/// sum to 1 (<c>0.8,0.1,0.1</c>).
/// </summary>
public sealed class SplitPlan
{
    private readonly int[]? _counts;
    private readonly double[]? _shares;

    private SplitPlan(int[]? counts, double[]? shares) => (_counts, _shares) = (counts, shares);

    /// <summary>The default: the original's 632, 80 and 80 for 792 sprites; else eight, one and one tenths.</summary>
    public static SplitPlan Default { get; } = new(null, null);

    /// <summary>A plan of three counts.</summary>
    /// <exception cref="InputException">One is negative, or there is no sprite.</exception>
    public static SplitPlan OfCounts(int train, int dev, int test) => train >= 0 && dev >= 0 && test >= 0 && (long)train + dev + test > 0
        ? new SplitPlan([train, dev, test], null)
        : throw new InputException($"splits {train},{dev},{test}: each must be at least 0, and one above");

    /// <summary>Reads <c>A,B,C</c>: three whole numbers are counts, three decimals are shares that sum to 1.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static SplitPlan Parse(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length == 3)
        {
            if (parts.All(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                int[] counts = [.. parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
                if (counts.Sum(c => (long)c) > 1) return new SplitPlan(counts, null);
            }

            double[] shares = [.. parts.Select(p => double.TryParse(p, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double s) ? s : double.NaN)];
            if (Math.Abs(shares.Sum() - 1) < 1e-6) return new SplitPlan(null, shares);
        }

        throw new InputException($"splits '{text}': give three counts (632,80,80) or three shares that sum to 1 (0.8,0.1,0.1) for train, dev and test");
    }

    /// <summary>The three counts for a number of sprites.</summary>
    /// <exception cref="InputException">Counts were given and do not sum to <paramref name="total"/>.</exception>
    public (int Train, int Dev, int Test) CountsFor(int total)
    {
        if (_counts is [int train, int dev, int test])
        {
            if ((long)train + dev + test != total)
                throw new InputException($"splits {train},{dev},{test} sum to {(long)train + dev + test} but there are {total} sprites");
            return (train, dev, test);
        }

        if (_shares is null && total == 792) return (632, 80, 80);
        // The ends of the splits are rounded, not their sizes: these sum to the total, and a share of 0 gets nothing.
        double[] shares = _shares ?? [0.8, 0.1, 0.1];
        int trainEnd = End(shares[0], total), devEnd = End(shares[0] + shares[1], total);
        return (trainEnd, devEnd - trainEnd, total - devEnd);
    }

    /// <summary>Deals sprites out, in order.</summary>
    /// <exception cref="InputException">As for <see cref="CountsFor"/>.</exception>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<Sprite>>> Deal(IReadOnlyList<Sprite> sprites)
    {
        (int train, int dev, _) = CountsFor(sprites.Count);
        Sprite[] all = [.. sprites];
        return
        [
            new(SpriteDataset.Train, all[..train]),
            new(SpriteDataset.Dev, all[train..(train + dev)]),
            new(SpriteDataset.Test, all[(train + dev)..]),
        ];
    }

    private static int End(double share, int total) =>
        Math.Min(total, (int)Math.Round(share * total, MidpointRounding.AwayFromZero));
}
