using System.Globalization;

namespace PixelGpt.Data;

/// <summary>
/// How a list of sprites is divided into train, dev and test, in order: by counts (<c>632,80,80</c>) or by fractions with a sum
/// of 1 (<c>0.8,0.1,0.1</c>).
/// </summary>
public sealed class SplitPlan
{
    private readonly int[]? _counts;
    private readonly double[]? _fractions;

    private SplitPlan(int[]? counts, double[]? fractions) => (_counts, _fractions) = (counts, fractions);

    /// <summary>The default: 632, 80 and 80 for 792 sprites, as in the course work; otherwise 80 %, 10 % and 10 %.</summary>
    public static SplitPlan Default { get; } = new(null, null);

    /// <summary>Creates a plan of three counts.</summary>
    /// <param name="train">Number of sprites in train.</param>
    /// <param name="dev">Number of sprites in dev.</param>
    /// <param name="test">Number of sprites in test.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InputException">A count is negative, or all are 0.</exception>
    public static SplitPlan OfCounts(int train, int dev, int test) => train >= 0 && dev >= 0 && test >= 0 && (long)train + dev + test > 0
        ? new SplitPlan([train, dev, test], null)
        : throw new InputException($"splits must be three counts of at least 0, not all 0 (got {train},{dev},{test})");

    /// <summary>Parses <c>A,B,C</c>: three integers are counts, three decimals are fractions with a sum of 1.</summary>
    /// <param name="text">Text to parse.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InputException">The text has neither form.</exception>
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

            double[] fractions = [.. parts.Select(p => double.TryParse(p, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double s) ? s : double.NaN)];
            if (Math.Abs(fractions.Sum() - 1) < 1e-6) return new SplitPlan(null, fractions);
        }

        throw new InputException($"splits must be three counts (632,80,80) or three fractions with a sum of 1 (0.8,0.1,0.1) for train, dev and test (got '{Excerpt.Of(text)}')");
    }

    /// <summary>Returns the number of sprites of each split.</summary>
    /// <param name="total">Total number of sprites.</param>
    /// <returns>The number of sprites of each split.</returns>
    /// <exception cref="InputException">The plan has counts whose sum is not <paramref name="total"/>.</exception>
    public (int Train, int Dev, int Test) CountsFor(int total)
    {
        if (_counts is [int train, int dev, int test])
        {
            if ((long)train + dev + test != total)
                throw new InputException($"splits {train},{dev},{test} have a sum of {(long)train + dev + test}, but there are {total} sprites");
            return (train, dev, test);
        }

        if (_fractions is null && total == 792) return (632, 80, 80);
        // The ends of the splits are rounded, not their sizes. The sizes then sum to the total, and a fraction of 0 is an empty split.
        double[] fractions = _fractions ?? [0.8, 0.1, 0.1];
        int trainEnd = End(fractions[0], total), devEnd = End(fractions[0] + fractions[1], total);
        return (trainEnd, devEnd - trainEnd, total - devEnd);
    }

    /// <summary>Returns the number of sprites of each split of a data set that has some of the splits already; train is divided for the others.</summary>
    /// <param name="train">Number of sprites in train, before it is divided.</param>
    /// <param name="dev">Number of sprites in dev; null if the data set has no dev split.</param>
    /// <param name="test">Number of sprites in test; null if the data set has no test split.</param>
    /// <exception cref="InputException">The plan has counts that do not fit.</exception>
    internal (int Train, int Dev, int Test) CountsFor(int train, int? dev, int? test)
    {
        if (dev is { } d && test is { } t) return (train, d, t);
        if (dev is null && test is null) return CountsFor(train);
        int given = dev ?? test!.Value;
        if (_counts is [int trainCount, int devCount, int testCount])
        {
            if (trainCount + (long)devCount + testCount != (long)train + given || (dev is null ? testCount : devCount) != given)
                throw new InputException($"splits {trainCount},{devCount},{testCount} do not fit a data set with {train} train and {given} {(dev is null ? SpriteDataset.Test : SpriteDataset.Dev)} sprites, whose {(dev is null ? SpriteDataset.Test : SpriteDataset.Dev)} split does not change");
            return (trainCount, devCount, testCount);
        }

        double[] fractions = _fractions ?? [0.8, 0.1, 0.1];
        double missing = dev is null ? fractions[1] : fractions[2];
        int rest = missing == 0 ? train : End(fractions[0] / (fractions[0] + missing), train);
        return dev is null ? (rest, train - rest, given) : (rest, given, train - rest);
    }

    /// <summary>Divides sprites into splits, in order.</summary>
    /// <param name="sprites">The sprites.</param>
    /// <returns>The names of the splits and their sprites.</returns>
    /// <exception cref="InputException">The plan has counts whose sum is not the number of sprites.</exception>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<Sprite>>> Split(IReadOnlyList<Sprite> sprites)
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

    private static int End(double fraction, int total) =>
        Math.Min(total, (int)Math.Round(fraction * total, MidpointRounding.AwayFromZero));
}
