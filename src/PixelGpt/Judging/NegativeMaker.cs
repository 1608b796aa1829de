using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>Makes the negatives of splits. Omits negatives that equal a real sprite of the split.</summary>
/// <param name="kinds">Kinds of negatives to make.</param>
/// <param name="recipe">Prompt fraction and seed.</param>
/// <param name="done">Called after each kind and round.</param>
internal sealed class NegativeMaker(IReadOnlyList<INegativeKind> kinds, JudgeRecipe recipe, Action done)
{
    /// <summary>Makes the negatives of one split.</summary>
    /// <param name="split">Name of the split; random seeds are derived from it.</param>
    /// <param name="real">Complete sprites of the split, at least two.</param>
    /// <param name="rounds">Number of negatives of each kind per sprite.</param>
    /// <param name="stop">Cancellation token; checked once per kind and round.</param>
    /// <returns>The negatives of each kind.</returns>
    /// <exception cref="InputException">All negatives of a kind equal real sprites.</exception>
    public IReadOnlyList<Sprite>[] Make(string split, IReadOnlyList<Sprite> real, int rounds, CancellationToken stop)
    {
        HashSet<SpriteKey> known = [.. real.Select(s => new SpriteKey(s))];
        ulong offset = split switch { SpriteDataset.Train => 0, SpriteDataset.Dev => 1000, _ => 2000 };
        return [.. kinds.Select(kind =>
        {
            var made = new List<Sprite>();
            for (int round = 0; round < rounds; round++)
            {
                stop.ThrowIfCancellationRequested();

                // The odd factor spreads the seeds, so that judges with neighbouring seeds do not share negatives.
                ulong seed = unchecked(recipe.Seed + ((offset + (ulong)round + 1) * 0x9E3779B97F4A7C15));
                made.AddRange(kind.Make(real, recipe.PromptFraction, seed, stop).Where(s => !known.Contains(new SpriteKey(s))));
                done();
            }

            return made.Count > 0 ? made : throw new InputException($"the {real.Count} sprites of split '{split}' are too similar: all negatives of kind '{kind.Name}' ({kind.Description}) equal real sprites; use a split with more varied sprites");
        })];
    }
}
