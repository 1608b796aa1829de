using PixelGpt.Data;
using PixelGpt.Data.Sources;

namespace PixelGpt.Import;

/// <summary>
/// Sprites that are kind of the same: a frame of the same animation, a recoloured or mirrored copy, one that stands
/// elsewhere on its canvas. If one of two such sprites is learned from and the other scored on, the score tells of memory.
/// </summary>
public static class NearDuplicates
{
    /// <summary>Finds families: sprites that are near to one another, or to a third, or so on.</summary>
    /// <param name="sprites">Whole sprites of one size.</param>
    /// <param name="threshold">The share of what is drawn in which two near sprites may differ; 0 still joins those that are the same but for their place, their colours and their direction.</param>
    /// <param name="progress">Told of the sprites compared; may be null.</param>
    /// <param name="cancellationToken">Stops between two sprites.</param>
    /// <returns>Families in the order of their first sprites, each as rising numbers of sprites.</returns>
    public static IReadOnlyList<int[]> Families(
        IReadOnlyList<Sprite> sprites, double threshold, IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        SpriteOutline[] outlines = [.. sprites.Select(SpriteOutline.Of)], mirrored = [.. sprites.Select(SpriteOutline.Mirrored)];
        int[] order = [.. Enumerable.Range(0, sprites.Count).OrderBy(i => outlines[i].Drawn).ThenBy(i => i)];
        var families = new DisjointSets(sprites.Count);
        for (int k = 0; k < order.Length; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (k % 64 == 0) progress?.Report(new SourceProgress("looking for near-duplicates", k, order.Length));
            SpriteOutline sprite = outlines[order[k]];
            // Sprites far apart in how much is drawn of them are no kin; in this order they come last.
            for (int other = k + 1; other < order.Length && outlines[order[other]].Drawn - sprite.Drawn <= threshold * outlines[order[other]].Drawn; other++)
            {
                int j = order[other];
                if (families.Find(order[k]) == families.Find(j) || SpriteOutline.CannotBeNear(sprite, outlines[j], threshold)) continue;
                if (SpriteOutline.Difference(sprite, outlines[j], threshold) <= threshold || SpriteOutline.Difference(sprite, mirrored[j], threshold) <= threshold)
                    families.Join(order[k], j);
            }
        }

        return [.. Enumerable.Range(0, sprites.Count).GroupBy(families.Find).Select(family => family.ToArray())];
    }

    /// <summary>Disjoint sets with path halving (Tarjan and van Leeuwen 1984); a set is called by its least member.</summary>
    private sealed class DisjointSets(int count)
    {
        private readonly int[] _parents = [.. Enumerable.Range(0, count)];

        public int Find(int item)
        {
            while (_parents[item] != item) item = _parents[item] = _parents[_parents[item]];
            return item;
        }

        public void Join(int a, int b)
        {
            (a, b) = (Find(a), Find(b));
            _parents[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
