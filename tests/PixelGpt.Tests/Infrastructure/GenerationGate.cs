namespace PixelGpt.Tests.Infrastructure;

/// <summary>Blocks generating threads after a number of pixels until the gate is opened or disposed.</summary>
internal sealed class GenerationGate(int steps = 0) : IDisposable
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = steps;

    /// <summary>Called by a generating thread before each pixel; blocks while the gate is closed.</summary>
    public void Pass()
    {
        if (Interlocked.Decrement(ref _left) < 0) _opened.Task.Wait();
    }

    public void Open() => _opened.TrySetResult();

    public void Dispose() => Open();
}
