namespace PixelGpt.Processes;

/// <summary>A contiguous share of a number of items: each process of a group has one, and their lengths differ by at most 1.</summary>
internal static class Share
{
    /// <summary>Returns the items of a process.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="rank">The index of the process.</param>
    /// <param name="size">The number of processes.</param>
    public static (int Start, int End) Of(int items, int rank, int size) => ((int)((long)items * rank / size), (int)((long)items * (rank + 1) / size));

    /// <summary>Returns the number of items of each process.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="size">The number of processes.</param>
    public static int[] Lengths(int items, int size)
    {
        int[] lengths = new int[size];
        for (int rank = 0; rank < size; rank++)
        {
            (int start, int end) = Of(items, rank, size);
            lengths[rank] = end - start;
        }

        return lengths;
    }
}
