using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Security;

/// <summary>The period between the request to stop and the end of the studio, in which running completions are finished and no new ones are accepted.</summary>
internal sealed class Draining(StudioOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _started = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _isDraining;

    /// <summary>Cancelled when the period begins.</summary>
    public CancellationToken Started => _started.Token;

    /// <summary>Counts a completion as running until the returned object is disposed of.</summary>
    /// <exception cref="ApiException">The period has begun (503).</exception>
    public IDisposable Enter()
    {
        lock (_gate)
        {
            if (_isDraining) throw new ApiException(StatusCodes.Status503ServiceUnavailable, "the studio is closing and does not accept new completions; try again when it has been started again", RetryAfter);
            _running++;
        }

        return new Place(this);
    }

    /// <summary>Begins the period, and waits until no completion is running or the period is over.</summary>
    public async Task RunAsync()
    {
        Task idle = _idle.Task.WaitAsync(options.DrainPeriod, options.TimeProvider);
        lock (_gate)
        {
            _isDraining = true;
            if (_running == 0) _idle.TrySetResult();
        }

        await _started.CancelAsync();
        try
        {
            await idle;
        }
        catch (TimeoutException)
        {
            // The completions that are still running are cancelled when the server closes.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _started.Dispose();

    private TimeSpan RetryAfter => options.DrainPeriod < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : options.DrainPeriod;

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0 && _isDraining) _idle.TrySetResult();
        }
    }

    private sealed class Place(Draining draining) : IDisposable
    {
        public void Dispose() => draining.Leave();
    }
}
