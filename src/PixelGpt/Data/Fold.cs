using System.Globalization;
using PixelGpt.Numerics;

namespace PixelGpt.Data;

/// <summary>
/// One fold of a cross-validation. The train and dev sprites are shuffled and divided into folds; this one becomes the dev split and the others the train split. The
/// test split does not change.
/// </summary>
/// <param name="Number">The number of the fold, from 1.</param>
/// <param name="Count">The number of folds.</param>
/// <param name="Seed">The seed of the division.</param>
internal sealed record Fold(int Number, int Count, ulong Seed)
{
    /// <summary>The largest number of folds.</summary>
    public const int MaxCount = 1000;

    /// <summary>Parses the text of <see cref="ToString"/>.</summary>
    /// <exception cref="InputException">The text is not a fold.</exception>
    public static Fold Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal), at = text.IndexOf('@', StringComparison.Ordinal);
        return slash > 0 && at > slash
            && int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(text.AsSpan(slash + 1, at - slash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && ulong.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            && count is >= 2 and <= MaxCount && number >= 1 && number <= count
            ? new Fold(number, count, seed)
            : throw new InputException($"a fold must be its number, the number of folds and a seed, such as 1/5@0 (got '{Excerpt.Of(text)}')");
    }

    /// <summary>Returns the data set with the splits of this fold.</summary>
    /// <exception cref="InputException">There are fewer train and dev sprites than folds.</exception>
    public SpriteDataset Of(SpriteDataset data)
    {
        Sprite[] sprites = [.. Split(data, SpriteDataset.Train), .. Split(data, SpriteDataset.Dev)];
        if (sprites.Length < Count) throw new InputException($"{data.Name}: there are {sprites.Length} train and dev sprites, fewer than {Count} folds");
        new PhiloxRandom(Seed).Shuffle<Sprite>(sprites);
        (int start, int end) = ((int)((long)(Number - 1) * sprites.Length / Count), (int)((long)Number * sprites.Length / Count));
        KeyValuePair<string, IReadOnlyList<Sprite>>[] splits =
        [
            new(SpriteDataset.Train, [.. sprites[..start], .. sprites[end..]]),
            new(SpriteDataset.Dev, sprites[start..end]),
            new(SpriteDataset.Test, Split(data, SpriteDataset.Test)),
        ];
        return data.HasMixedSizes
            ? new SpriteDataset(data.Name, data.Palette, splits) { Notes = data.Notes }
            : new SpriteDataset(data.Name, data.Palette, data.Width, data.Height, splits) { Notes = data.Notes };
    }

    /// <summary>Formats the fold as <c>1/5@0</c>.</summary>
    public override string ToString() => $"{Number}/{Count}@{Seed}";

    private static IReadOnlyList<Sprite> Split(SpriteDataset data, string name) => data.Splits.TryGetValue(name, out IReadOnlyList<Sprite>? sprites) ? sprites : [];
}
