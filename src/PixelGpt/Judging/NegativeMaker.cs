using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>Makes the negatives of splits. One that happens to be a real sprite of the split is left out.</summary>
/// <param name="kinds">Ways to make negatives.</param>
/// <param name="recipe">Where completions begin, and the seed.</param>
/// <param name="done">Told whenever a kind has been made of a split once.</param>
internal sealed class NegativeMaker(IReadOnlyList<INegativeKind> kinds, JudgeRecipe recipe, Action done)
{
    /// <summary>The negatives of each kind.</summary>
    /// <param name="split">The split's name, from which their chance follows.</param>
    /// <param name="real">Its whole sprites: at least two.</param>
    /// <param name="rounds">How many of each kind are made of each sprite.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InputException">A kind can make nothing of these sprites but themselves.</exception>
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

                // Seeds far apart, so that those of another judge do not meet these.
                ulong seed = unchecked(recipe.Seed + ((offset + (ulong)round + 1) * 0x9E3779B97F4A7C15));
                made.AddRange(kind.Make(real, recipe.PromptFraction, seed, stop).Where(s => !known.Contains(new SpriteKey(s))));
                done();
            }

            return made.Count > 0 ? made : throw new InputException($"the {real.Count} sprites of split '{split}' are too much alike: negatives of kind '{kind.Name}' ({kind.Description}) are all real sprites");
        })];
    }
}
