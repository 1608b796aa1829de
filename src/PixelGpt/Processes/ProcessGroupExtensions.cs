using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Processes;

/// <summary>Collective operations on values other than bytes.</summary>
internal static class ProcessGroupExtensions
{
    /// <summary>Whether a condition is true in at least one process.</summary>
    public static bool Any(this IProcessGroup group, bool condition)
    {
        if (group.Size == 1) return condition;
        Span<byte> all = group.Size <= 256 ? stackalloc byte[group.Size] : new byte[group.Size];
        all[group.Rank] = condition ? (byte)1 : (byte)0;
        Span<int> lengths = group.Size <= 256 ? stackalloc int[group.Size] : new int[group.Size];
        lengths.Fill(1);
        group.AllGather(all, lengths);
        return all.Contains((byte)1);
    }

    /// <summary>Copies the root's values to all processes.</summary>
    /// <param name="group">The group.</param>
    /// <param name="values">The values to send at the root, and where to put them elsewhere.</param>
    public static void Broadcast<T>(this IProcessGroup group, Span<T> values)
        where T : unmanaged
    {
        // MPI counts bytes with a signed 32-bit integer.
        const int Limit = 1 << 28;
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        for (int start = 0; start < bytes.Length; start += Limit) group.Broadcast(bytes.Slice(start, Math.Min(Limit, bytes.Length - start)));
    }

    /// <summary>Copies the root's bytes to all processes, which need not know their number.</summary>
    /// <param name="group">The group.</param>
    /// <param name="bytes">The bytes at the root; ignored elsewhere.</param>
    /// <returns>The root's bytes.</returns>
    public static byte[] BroadcastBytes(this IProcessGroup group, byte[]? bytes)
    {
        Span<int> length = [bytes?.Length ?? 0];
        group.Broadcast(length);
        byte[] all = group.Rank == 0 ? bytes! : new byte[length[0]];
        group.Broadcast<byte>(all);
        return all;
    }

    /// <summary>Copies bytes of each process to all processes.</summary>
    /// <param name="group">The group.</param>
    /// <param name="own">The bytes of this process.</param>
    /// <returns>The bytes of each process, in the order of ranks.</returns>
    public static byte[][] GatherBytes(this IProcessGroup group, byte[] own)
    {
        int[] lengths = new int[group.Size];
        lengths[group.Rank] = own.Length;
        group.AllGather(lengths, Share.Lengths(group.Size, group.Size));
        byte[] all = new byte[lengths.Sum()];
        int start = lengths.AsSpan(0, group.Rank).ToArray().Sum();
        own.CopyTo(all, start);
        group.AllGather(all.AsSpan(), lengths);
        byte[][] parts = new byte[group.Size][];
        int at = 0;
        for (int rank = 0; rank < parts.Length; at += lengths[rank++]) parts[rank] = all[at..(at + lengths[rank])];
        return parts;
    }

    /// <summary>Copies the items of each process to all processes.</summary>
    /// <param name="group">The group.</param>
    /// <param name="items">The items of all processes, in the order of ranks; each process has filled in its own.</param>
    /// <param name="counts">The number of items of each process.</param>
    public static void AllGather<T>(this IProcessGroup group, Span<T> items, ReadOnlySpan<int> counts)
        where T : unmanaged
    {
        if (group.Size > 1) group.AllGather(MemoryMarshal.AsBytes(items), ToBytes<T>(counts));
    }

    /// <summary>Sends different items to each process.</summary>
    /// <param name="group">The group.</param>
    /// <param name="sent">The items to send, in the order of the ranks of their receivers.</param>
    /// <param name="sentCounts">The number of items for each receiver.</param>
    /// <param name="received">Receives the items from all processes, in the order of the ranks of their senders.</param>
    /// <param name="receivedCounts">The number of items from each sender.</param>
    public static void AllToAll<T>(this IProcessGroup group, ReadOnlySpan<T> sent, ReadOnlySpan<int> sentCounts, Span<T> received, ReadOnlySpan<int> receivedCounts)
        where T : unmanaged =>
        group.AllToAll(MemoryMarshal.AsBytes(sent), ToBytes<T>(sentCounts), MemoryMarshal.AsBytes(received), ToBytes<T>(receivedCounts));

    private static int[] ToBytes<T>(ReadOnlySpan<int> counts)
    {
        int[] lengths = new int[counts.Length];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = checked(counts[i] * Unsafe.SizeOf<T>());
        return lengths;
    }
}
