namespace PixelGpt.Data.Sources;

/// <summary>
/// The splits of a data set in the format of Hugging Face <c>datasets</c>, assigned to train, dev and test. Splits that are missing
/// are taken from the end of train.
/// </summary>
/// <param name="Train">The name of the split that becomes train.</param>
/// <param name="Dev">The name of the split that becomes dev; null if there is none.</param>
/// <param name="Test">The name of the split that becomes test; null if there is none.</param>
internal sealed record GivenSplits(string Train, string? Dev, string? Test)
{
    private static readonly string[] DevNames = [SpriteDataset.Dev, "validation", "valid", "val"];

    /// <summary>The splits to load: their names in PixelGpt and in the data set.</summary>
    public IEnumerable<(string Name, string From)> All
    {
        get
        {
            yield return (SpriteDataset.Train, Train);
            if (Dev is not null) yield return (SpriteDataset.Dev, Dev);
            if (Test is not null) yield return (SpriteDataset.Test, Test);
        }
    }

    /// <summary>Assigns splits by their names. A single split may have any name.</summary>
    /// <param name="names">The names of the splits.</param>
    /// <param name="where">Name of the data set in error messages.</param>
    /// <exception cref="InputException">There is no train split, or a split has an unknown name.</exception>
    public static GivenSplits Choose(IReadOnlyList<string> names, string where)
    {
        if (names.Count == 1) return new GivenSplits(names[0], null, null);
        string? dev = DevNames.FirstOrDefault(names.Contains), test = names.Contains(SpriteDataset.Test) ? SpriteDataset.Test : null;
        int known = 1 + (dev is null ? 0 : 1) + (test is null ? 0 : 1);
        return names.Contains(SpriteDataset.Train) && known == names.Count
            ? new GivenSplits(SpriteDataset.Train, dev, test)
            : throw new InputException($"{where}: the data set must have the split train, and may have dev (or validation) and test, or it must have a single split; it has {Excerpt.Of(string.Join(", ", names), 200)}");
    }

    /// <summary>Completes the splits: takes missing ones from the end of train.</summary>
    /// <param name="rows">The rows of each split of <see cref="All"/>.</param>
    /// <param name="plan">How the user wants the splits; may be null.</param>
    /// <param name="note">Receives what was done, as a sentence; null if nothing.</param>
    /// <exception cref="InputException">The plan has counts that do not fit.</exception>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<T>>> Complete<T>(IReadOnlyDictionary<string, IReadOnlyList<T>> rows, SplitPlan? plan, out string? note)
    {
        IReadOnlyList<T> all = rows[SpriteDataset.Train];
        int? dev = Dev is null ? null : rows[SpriteDataset.Dev].Count, test = Test is null ? null : rows[SpriteDataset.Test].Count;
        (int train, int devCount, int testCount) = (plan ?? SplitPlan.Default).CountsFor(all.Count, dev, test);
        note = Describe(plan is not null, all.Count, (train, devCount, testCount));
        IReadOnlyList<T> Part(int start, int count) => [.. all.Skip(start).Take(count)];
        return
        [
            new(SpriteDataset.Train, Part(0, train)),
            new(SpriteDataset.Dev, Dev is null ? Part(train, devCount) : rows[SpriteDataset.Dev]),
            new(SpriteDataset.Test, Test is null ? Part(all.Count - testCount, testCount) : rows[SpriteDataset.Test]),
        ];
    }

    /// <summary>Describes how train was divided, or that a plan has no effect; null if there is nothing to say.</summary>
    /// <param name="hasPlan">Whether the user gave a plan.</param>
    /// <param name="rows">Number of rows of train before it was divided.</param>
    /// <param name="sizes">The sizes of the splits.</param>
    public string? Describe(bool hasPlan, int rows, (int Train, int Dev, int Test) sizes)
    {
        if (Dev is not null && Test is not null) return hasPlan ? "--splits has no effect, because the data set has its own splits train, dev and test" : null;
        string has = Dev is null && Test is null ? $"only the split {Excerpt.Of(Train)}" : $"the splits {Train} and {Dev ?? Test}";
        string taken = (Dev, Test) switch
        {
            (null, null) => $"{sizes.Train} train, {sizes.Dev} dev and {sizes.Test} test sprites",
            (null, _) => $"{sizes.Train} train and {sizes.Dev} dev sprites",
            _ => $"{sizes.Train} train and {sizes.Test} test sprites",
        };
        return $"the data set has {has}; its {rows} {(Dev is null && Test is null ? "" : "train ")}rows are divided into {taken} (see --splits)";
    }
}
