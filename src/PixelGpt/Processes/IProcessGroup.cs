namespace PixelGpt.Processes;

/// <summary>
/// A group of processes that work on one job, such as the ranks of an MPI job. <see cref="Broadcast"/>, <see cref="AllGather"/> and <see cref="AllToAll"/> are collective:
/// every process of the group calls the same ones in the same order, and a call returns when this process has what it needs. Only one thread of a process may call
/// at a time. Members throw <see cref="FailureException"/> if processes cannot be reached.
/// </summary>
public interface IProcessGroup
{
    /// <summary>The index of this process, from 0. Process 0, the root, writes files and shows progress.</summary>
    int Rank { get; }

    /// <summary>The number of processes.</summary>
    int Size { get; }

    /// <summary>Copies a buffer of the root to all processes.</summary>
    /// <param name="buffer">The bytes to send at the root, and where to put them elsewhere; of the same length everywhere.</param>
    void Broadcast(Span<byte> buffer);

    /// <summary>Copies a part of each process to all processes.</summary>
    /// <param name="buffer">The parts of all processes, in the order of their ranks; each process has filled in its own part.</param>
    /// <param name="lengths">The number of bytes of each part; the same everywhere.</param>
    void AllGather(Span<byte> buffer, ReadOnlySpan<int> lengths);

    /// <summary>Sends a different part of a buffer to each process.</summary>
    /// <param name="sent">The parts to send, in the order of the ranks of their receivers.</param>
    /// <param name="sentLengths">The number of bytes for each receiver.</param>
    /// <param name="received">Receives the parts from all processes, in the order of the ranks of their senders.</param>
    /// <param name="receivedLengths">The number of bytes from each sender.</param>
    void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths);

    /// <summary>Sends a message to another process.</summary>
    /// <param name="rank">The receiver.</param>
    /// <param name="message">The message.</param>
    void Send(int rank, ReadOnlySpan<byte> message);

    /// <summary>Receives the next message from another process.</summary>
    /// <param name="rank">The sender.</param>
    /// <returns>The message; null if none has arrived yet.</returns>
    byte[]? TryReceive(int rank);
}
