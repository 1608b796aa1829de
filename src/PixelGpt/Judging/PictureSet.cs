using PixelGpt.Data;
using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>The real sprites of a split, and the negatives made of them.</summary>
internal sealed class PictureSet
{
    private PictureSet(string split, IReadOnlyList<Sprite> real, IReadOnlyList<KindOfPictures> negatives)
    {
        Split = split;
        Real = real;
        Negatives = negatives;
    }

    /// <summary>Which split.</summary>
    public string Split { get; }

    /// <summary>Its sprites that are known whole.</summary>
    public IReadOnlyList<Sprite> Real { get; }

    /// <summary>The negatives of each kind.</summary>
    public IReadOnlyList<KindOfPictures> Negatives { get; }

    /// <summary>Makes the negatives of a split. One that happens to be a picture of the split is left out: it is real.</summary>
    /// <param name="split">The split's name, from which its chance follows.</param>
    /// <param name="real">Its whole sprites: at least two.</param>
    /// <param name="kinds">Ways to make negatives.</param>
    /// <param name="rounds">How many of each kind are made of each sprite.</param>
    /// <param name="recipe">Where completions begin, and the seed.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InputException">A kind can make nothing of these sprites but themselves.</exception>
    public static PictureSet Make(string split, IReadOnlyList<Sprite> real, IReadOnlyList<INegativeKind> kinds, int rounds, JudgeRecipe recipe, CancellationToken stop)
    {
        HashSet<string> known = [.. real.Select(Key)];
        ulong offset = split switch { SpriteDataset.Train => 0, SpriteDataset.Dev => 1000, _ => 2000 };
        var negatives = new List<KindOfPictures>();
        foreach (INegativeKind kind in kinds)
        {
            var made = new List<Sprite>();
            for (int round = 0; round < rounds; round++)
            {
                stop.ThrowIfCancellationRequested();

                // Seeds far apart, so that those of another judge do not meet these.
                ulong seed = unchecked(recipe.Seed + ((offset + (ulong)round + 1) * 0x9E3779B97F4A7C15));
                made.AddRange(kind.Make(real, recipe.Keep, seed, stop).Where(s => !known.Contains(Key(s))));
            }

            if (made.Count == 0) throw new InputException($"the {real.Count} sprites of split '{split}' are too much alike: negatives of kind '{kind.Name}' ({kind.Description}) are all real sprites");
            negatives.Add(new KindOfPictures(kind.Name, made));
        }

        return new PictureSet(split, real, negatives);
    }

    /// <summary>The same without a kind of negative.</summary>
    public PictureSet Without(string kind) => new(Split, Real, [.. Negatives.Where(n => n.Kind != kind)]);

    /// <summary>The logits of all of it.</summary>
    public SetLogits Score(PictureScorer scorer, CancellationToken stop) =>
        new(scorer.Logits(Real, stop), [.. Negatives.Select(n => scorer.Logits(n.Pictures, stop))]);

    private static string Key(Sprite sprite) => string.Create(sprite.Pixels.Length, sprite, (key, s) =>
    {
        for (int i = 0; i < key.Length; i++) key[i] = (char)s.Pixels[i];
    });
}

/// <summary>Negatives of a kind.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Pictures">The pictures.</param>
internal sealed record KindOfPictures(string Kind, IReadOnlyList<Sprite> Pictures);

/// <summary>What a judge said of a <see cref="PictureSet"/>.</summary>
/// <param name="Real">The logits of its real sprites.</param>
/// <param name="Negatives">The logits of each kind's negatives.</param>
internal sealed record SetLogits(double[] Real, double[][] Negatives)
{
    /// <summary>Each kind of negative counting the same, and all of them together as much as the real ones.</summary>
    public ScoredPicture[] Balanced() =>
    [
        .. Real.Select(s => new ScoredPicture(s, 1, 0.5 / Real.Length)),
        .. Negatives.SelectMany(kind => kind.Select(s => new ScoredPicture(s, 0, 0.5 / Negatives.Length / kind.Length))),
    ];

    /// <summary>The area under the ROC curve, as the mean over kinds.</summary>
    public double MeanArea() => Negatives.Average(kind => RocCurve.Area(Real, kind));
}
