namespace PixelGpt.Processes;

/// <summary>Divides the items of a computation among the processes of a group.</summary>
internal static class SharedWork
{
    /// <summary>Computes an array per item; each process computes its share, and all get all.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="items">The number of items, the same in all processes.</param>
    /// <param name="compute">Computes the arrays of the items from the first number to before the second.</param>
    /// <returns>The arrays of all items, the same in all processes.</returns>
    public static T[][] Compute<T>(this IProcessGroup group, int items, Func<int, int, T[][]> compute)
        where T : unmanaged
    {
        (int start, int end) = Share.Of(items, group.Rank, group.Size);
        T[][] own = compute(start, end);
        if (group.Size == 1) return own;

        int[] lengths = new int[items];
        for (int i = start; i < end; i++) lengths[i] = own[i - start].Length;
        int[] counts = Share.Lengths(items, group.Size);
        group.AllGather(lengths.AsSpan(), counts);

        int[] starts = new int[items + 1];
        for (int i = 0; i < items; i++) starts[i + 1] = checked(starts[i] + lengths[i]);
        T[] all = new T[starts[items]];
        for (int i = start; i < end; i++) own[i - start].CopyTo(all, starts[i]);
        int[] elements = [.. Enumerable.Range(0, group.Size).Select(rank => Share.Of(items, rank, group.Size)).Select(share => starts[share.End] - starts[share.Start])];
        group.AllGather(all.AsSpan(), elements);
        return [.. Enumerable.Range(0, items).Select(i => all[starts[i]..starts[i + 1]])];
    }
}
