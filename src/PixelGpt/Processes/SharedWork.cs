using System.Runtime.CompilerServices;

namespace PixelGpt.Processes;

/// <summary>Divides the items of a computation among the processes of a group.</summary>
internal static class SharedWork
{
    /// <summary>Computes an array per item; each process computes its share, and all get all.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="items">The number of items, the same in all processes.</param>
    /// <param name="progress">Receives the number of finished items of all processes, as if all were as fast as this one; may be null.</param>
    /// <param name="compute">Computes the arrays of the items from the first number to before the second, and reports the number of finished ones.</param>
    /// <returns>The arrays of all items, the same in all processes.</returns>
    /// <exception cref="InputException">The arrays have more than 2 GiB in total.</exception>
    public static T[][] Compute<T>(this IProcessGroup group, int items, IProgress<int>? progress, Func<int, int, IProgress<int>?, T[][]> compute)
        where T : unmanaged
    {
        (int start, int end) = Share.Of(items, group.Rank, group.Size);
        if (group.Size == 1) return compute(start, end, progress);
        T[][] own = compute(start, end, progress is null ? null : new ScaledProgress(progress, items / (double)Math.Max(1, end - start)));

        int[] lengths = new int[items];
        for (int i = start; i < end; i++) lengths[i] = own[i - start].Length;
        int[] counts = Share.Lengths(items, group.Size);
        group.AllGather(lengths.AsSpan(), counts);

        // A process group counts bytes with a signed 32-bit integer.
        long bytes = lengths.Sum(length => (long)length) * Unsafe.SizeOf<T>();
        if (bytes > int.MaxValue) throw new InputException($"the results have {bytes} bytes, more than the {int.MaxValue} that processes can exchange at once; process fewer pictures at a time");
        int[] starts = new int[items + 1];
        for (int i = 0; i < items; i++) starts[i + 1] = starts[i] + lengths[i];
        T[] all = new T[starts[items]];
        for (int i = start; i < end; i++) own[i - start].CopyTo(all, starts[i]);
        int[] elements = [.. Enumerable.Range(0, group.Size).Select(rank => Share.Of(items, rank, group.Size)).Select(share => starts[share.End] - starts[share.Start])];
        group.AllGather(all.AsSpan(), elements);
        return [.. Enumerable.Range(0, items).Select(i => all[starts[i]..starts[i + 1]])];
    }

    private sealed class ScaledProgress(IProgress<int> progress, double scale) : IProgress<int>
    {
        public void Report(int value) => progress.Report((int)(value * scale));
    }
}
