using PixelGpt.Numerics;

namespace PixelGpt.Import;

/// <summary>Divides groups of near-duplicate sprites into splits at random without dividing a group.</summary>
internal static class GroupSplitter
{
    /// <summary>
    /// Assigns each group to a split, the largest groups first. A split with enough room is selected at random, with a probability
    /// proportional to its room; if no split has enough room, the one with the most room is used. Single sprites come last and fill
    /// the remaining room.
    /// </summary>
    /// <param name="groups">Groups as indices of sprites.</param>
    /// <param name="sizes">Desired number of sprites of each split; the sum is the number of sprites.</param>
    /// <param name="seed">Random seed.</param>
    /// <returns>Indices of the sprites of each split, ascending. The sizes are as desired unless a group is too large.</returns>
    public static IReadOnlyList<int[]> Split(IReadOnlyList<int[]> groups, IReadOnlyList<int> sizes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(sizes);
        var random = new PhiloxRandom(seed, stream: 1);
        int[][] shuffled = [.. groups];
        random.Shuffle<int[]>(shuffled);
        int[] room = [.. sizes];
        List<int>[] splits = [.. sizes.Select(_ => new List<int>())];
        foreach (int[] group in shuffled.OrderByDescending(g => g.Length))
        {
            int split = Choose(room, group.Length, ref random);
            splits[split].AddRange(group);
            room[split] -= group.Length;
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
