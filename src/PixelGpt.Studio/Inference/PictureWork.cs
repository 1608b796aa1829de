using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Inference;

/// <summary>Limits how many picture files are decoded at once, because a small file can need hundreds of megabytes while it is decoded.</summary>
internal sealed class PictureWork(StudioOptions options) : IDisposable
{
    /// <summary>The maximum number of requests that wait for their turn; further ones are rejected.</summary>
    public const int MaxWaiting = 64;

    private readonly BoundedWork _work = new(
        options.Threads, MaxWaiting, () => ApiException.TooManyRequests($"{MaxWaiting} requests with picture files are already waiting; try again later", TimeSpan.FromSeconds(1)));

    /// <summary>Decodes or converts pictures on another thread, when it is the request's turn.</summary>
    /// <param name="work">The work, which checks the cancellation token between its steps.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    /// <exception cref="ApiException">Too many requests are waiting.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken aborted) => _work.RunAsync(work, aborted);

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();
}
