namespace PixelGpt.Processes;

/// <summary>The group that consists of this process only.</summary>
public sealed class OneProcess : IProcessGroup
{
    private OneProcess()
    {
    }

    /// <summary>The only instance.</summary>
    public static OneProcess Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void Broadcast(Span<byte> buffer)
    {
    }

    /// <inheritdoc/>
    public void AllGather(Span<byte> buffer, ReadOnlySpan<int> lengths)
    {
    }

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) => sent.CopyTo(received);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always, because there is no other process.</exception>
    public void Send(int rank, ReadOnlySpan<byte> message) => throw new InvalidOperationException("there is no other process");

    /// <inheritdoc/>
    public byte[]? TryReceive(int rank) => null;
}
