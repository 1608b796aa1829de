namespace PixelGpt.Tests.Infrastructure;

/// <summary>Holds drawing threads back after so many pixels, until the gate is opened or disposed of.</summary>
internal sealed class DrawingGate(int steps = 0) : IDisposable
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = steps;

    /// <summary>What a drawing thread calls before each pixel.</summary>
    public void Pass()
    {
        if (Interlocked.Decrement(ref _left) < 0) _opened.Task.Wait();
    }

    public void Open() => _opened.TrySetResult();

    public void Dispose() => Open();
}
