using PixelGpt.Numerics;

namespace PixelGpt.Import;

/// <summary>Deals families of sprites out to splits by chance, each whole.</summary>
public static class FamilySplits
{
    /// <summary>
    /// Deals families out, the largest first: each goes to a split that has room for it, the likelier the more room, or to
    /// the one with most room where none has enough. Sprites without kin come last and fill what is left.
    /// </summary>
    /// <param name="families">Families, as numbers of sprites.</param>
    /// <param name="sizes">How many sprites each split should get: as many as there are.</param>
    /// <param name="seed">What chance follows from.</param>
    /// <returns>The sprites of each split, in rising order. Sizes are met unless a family is too large for them.</returns>
    public static IReadOnlyList<int[]> Deal(IReadOnlyList<int[]> families, IReadOnlyList<int> sizes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(families);
        ArgumentNullException.ThrowIfNull(sizes);
        var random = new PhiloxRandom(seed, stream: 1);
        int[][] shuffled = [.. families];
        random.Shuffle<int[]>(shuffled);
        int[] room = [.. sizes];
        List<int>[] splits = [.. sizes.Select(_ => new List<int>())];
        foreach (int[] family in shuffled.OrderByDescending(f => f.Length))
        {
            int split = Choose(room, family.Length, ref random);
            splits[split].AddRange(family);
            room[split] -= family.Length;
        }

        return [.. splits.Select(split => split.Order().ToArray())];
    }

    private static int Choose(int[] room, int size, ref PhiloxRandom random)
    {
        int total = room.Where(r => r >= size).Sum();
        if (total == 0) return Array.IndexOf(room, room.Max());
        int left = random.NextInt32(total), split = 0;
        while (room[split] < size || (left -= room[split]) >= 0) split++;
        return split;
    }
}
