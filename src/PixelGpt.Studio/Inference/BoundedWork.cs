namespace PixelGpt.Studio.Inference;

/// <summary>Runs work on other threads, a limited number at once.</summary>
/// <param name="slots">The maximum number that runs at once.</param>
/// <param name="maxWaiting">The maximum number that waits for its turn.</param>
/// <param name="reject">Creates the exception for work for which there is no room.</param>
internal sealed class BoundedWork(int slots, int maxWaiting, Func<Exception> reject) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(slots);
    private int _waiting;

    /// <summary>Runs work when it is its turn.</summary>
    /// <param name="work">The work, which checks the cancellation token between its steps.</param>
    /// <param name="cancellationToken">Cancellation token; waiting work is not started.</param>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > maxWaiting) throw reject();
            await _slots.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();
}
