namespace PixelGpt.Studio.Api;

/// <summary>Limits the number of editors that are connected at the same time. Kestrel does not count upgraded connections among the others.</summary>
internal sealed class EditorConnections
{
    /// <summary>The maximum number of connections.</summary>
    public const int Max = 64;

    private int _count;

    /// <summary>Takes a place.</summary>
    /// <returns>Gives the place back when it is disposed of; null if there is none.</returns>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Max) return new Place(this);
        Interlocked.Decrement(ref _count);
        return null;
    }

    private sealed class Place(EditorConnections connections) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref connections._count);
    }
}
