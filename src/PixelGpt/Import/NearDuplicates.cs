using PixelGpt.Data;
using PixelGpt.Data.Sources;

namespace PixelGpt.Import;

/// <summary>
/// Finds sprites that are nearly the same: frames of an animation, recoloured or mirrored copies, or copies at another position.
/// If one of them is used for training and another for scoring, the score measures memorization.
/// </summary>
internal static class NearDuplicates
{
    /// <summary>Groups the sprites. Two sprites are in the same group if they are near-duplicates, directly or through other sprites.</summary>
    /// <param name="sprites">Complete sprites.</param>
    /// <param name="threshold">Maximum fraction of foreground pixels in which near-duplicates differ. With 0, only sprites that are equal apart from position, colours and mirroring are near-duplicates.</param>
    /// <param name="keys">For each sprite, a key that is equal for sprites that belong to one group in any case, or null; null for none.</param>
    /// <param name="progress">Receives the number of compared sprites; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per sprite.</param>
    /// <returns>Groups in the order of their first sprites, each with ascending indices of sprites.</returns>
    public static IReadOnlyList<int[]> FindGroups(
        IReadOnlyList<Sprite> sprites, double threshold, IReadOnlyList<string?>? keys = null, IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        (int, int) canvas = (sprites.Select(s => s.Width).DefaultIfEmpty().Max(), sprites.Select(s => s.Height).DefaultIfEmpty().Max());
        SpriteForeground[] foregrounds = [.. sprites.Select(s => SpriteForeground.Of(s, canvas))], mirrored = [.. sprites.Select(s => SpriteForeground.Mirrored(s, canvas))];
        int[] order = [.. Enumerable.Range(0, sprites.Count).OrderBy(i => foregrounds[i].PixelCount).ThenBy(i => i)];
        var groups = new DisjointSets(sprites.Count);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < keys?.Count; i++)
        {
            if (keys[i] is { } key && !first.TryAdd(key, i)) groups.Join(first[key], i);
        }

        for (int k = 0; k < order.Length; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (k % 64 == 0) progress?.Report(new SourceProgress("finding near-duplicates", k, order.Length));
            SpriteForeground sprite = foregrounds[order[k]];
            // Sprites whose numbers of foreground pixels differ too much cannot be near-duplicates; in this order they come last.
            for (int other = k + 1; other < order.Length && foregrounds[order[other]].PixelCount - sprite.PixelCount <= threshold * foregrounds[order[other]].PixelCount; other++)
            {
                int j = order[other];
                if (groups.Find(order[k]) == groups.Find(j) || SpriteForeground.CannotBeNear(sprite, foregrounds[j], threshold)) continue;
                if (SpriteForeground.Difference(sprite, foregrounds[j], threshold) <= threshold || SpriteForeground.Difference(sprite, mirrored[j], threshold) <= threshold)
                    groups.Join(order[k], j);
            }
        }

        return [.. Enumerable.Range(0, sprites.Count).GroupBy(groups.Find).Select(group => group.ToArray())];
    }

    /// <summary>Disjoint sets with path halving (Tarjan and van Leeuwen 1984). The representative of a set is its smallest member.</summary>
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
