namespace PixelGpt.Compatibility;

/// <summary>An object to lock, in place of <c>System.Threading.Lock</c> of .NET 9.</summary>
internal sealed class Lock
{
    /// <summary>Whether the current thread holds the lock.</summary>
    public bool IsHeldByCurrentThread => Monitor.IsEntered(this);
}
