using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using PixelGpt.Processes;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>A group whose processes are threads of this one.</summary>
internal sealed class ThreadGroup : IProcessGroup
{
    private readonly Board _board;

    private ThreadGroup(Board board, int rank)
    {
        _board = board;
        Rank = rank;
    }

    public int Rank { get; }

    public int Size => _board.Sent.Length;

    /// <summary>Runs a function once per process, all at once, and returns the results.</summary>
    public static T[] Run<T>(int size, Func<IProcessGroup, T> run)
    {
        var board = new Board(size);
        var results = new T[size];
        Exception? error = null;
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = run(new ThreadGroup(board, rank));
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref error, e, null);
                board.Cancel.Cancel();
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (error is not null) ExceptionDispatchInfo.Throw(error);
        board.Barrier.Dispose();
        return results;
    }

    public void Broadcast(Span<byte> buffer)
    {
        byte[] root = Rank == 0 ? buffer.ToArray() : [];
        Exchange([.. Enumerable.Repeat(root, Size)]).First().CopyTo(buffer);
    }

    public void AllGather(Span<byte> buffer, ReadOnlySpan<int> lengths)
    {
        byte[] own = Split(buffer, lengths)[Rank];
        Write(Exchange([.. Enumerable.Repeat(own, Size)]), buffer, lengths);
    }

    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) =>
        Write(Exchange(Split(sent, sentLengths)), received, receivedLengths);

    public void Send(int rank, ReadOnlySpan<byte> message)
    {
        _board.Cancel.Token.ThrowIfCancellationRequested();
        _board.Messages[Rank, rank].Enqueue(message.ToArray());
    }

    public byte[]? TryReceive(int rank)
    {
        _board.Cancel.Token.ThrowIfCancellationRequested();
        return _board.Messages[rank, Rank].TryDequeue(out byte[]? message) ? message : null;
    }

    /// <summary>Gives each process a part, and returns the parts for this process.</summary>
    private byte[][] Exchange(byte[][] parts)
    {
        _board.Sent[Rank] = parts;
        _board.Barrier.SignalAndWait(_board.Cancel.Token);
        byte[][] received = [.. _board.Sent.Select(sent => sent[Rank])];
        _board.Barrier.SignalAndWait(_board.Cancel.Token);
        return received;
    }

    private static byte[][] Split(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> lengths)
    {
        var parts = new byte[lengths.Length][];
        for (int i = 0; i < parts.Length; bytes = bytes[lengths[i++]..]) parts[i] = bytes[..lengths[i]].ToArray();
        return parts;
    }

    private static void Write(byte[][] parts, Span<byte> bytes, ReadOnlySpan<int> lengths)
    {
        for (int i = 0; i < parts.Length; bytes = bytes[lengths[i++]..])
        {
            Assert.Equal(lengths[i], parts[i].Length);
            parts[i].CopyTo(bytes);
        }
    }

    private sealed class Board
    {
        public Board(int size)
        {
            Sent = new byte[size][][];
            Barrier = new Barrier(size);
            Messages = new ConcurrentQueue<byte[]>[size, size];
            for (int from = 0; from < size; from++)
            {
                for (int to = 0; to < size; to++) Messages[from, to] = new ConcurrentQueue<byte[]>();
            }
        }

        public byte[][][] Sent { get; }

        public Barrier Barrier { get; }

        public ConcurrentQueue<byte[]>[,] Messages { get; }

        public CancellationTokenSource Cancel { get; } = new();
    }
}
