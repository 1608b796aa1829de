using System.Diagnostics;
using System.Runtime.CompilerServices;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Inference;

/// <summary>A completion whose pixels are read as they are generated. It disposes of the model's lease and enforces the time limit.</summary>
internal sealed class CompletionStream : IAsyncDisposable
{
    private readonly ModelLease _lease;
    private readonly PictureRequest _request;
    private readonly int _sequences;
    private readonly StudioOptions _settings;
    private readonly StudioMetrics _metrics;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _limit;
    private readonly IAsyncEnumerable<GeneratedPixel> _pixels;

    /// <summary>Queues the request.</summary>
    /// <param name="lease">The model; the stream disposes of it.</param>
    /// <param name="request">The picture to complete.</param>
    /// <param name="options">The generation options.</param>
    /// <param name="alternatives">The number of most probable colours to return per pixel.</param>
    /// <param name="settings">The time limit and its clock.</param>
    /// <param name="metrics">Records the outcome.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    /// <exception cref="InputException">The request or an option is invalid.</exception>
    /// <exception cref="QueueFullException">Too many pictures are waiting.</exception>
    public CompletionStream(ModelLease lease, PictureRequest request, GenerationOptions options, int alternatives, StudioOptions settings, StudioMetrics metrics, CancellationToken aborted)
    {
        (_lease, _request, _sequences, _settings, _metrics) = (lease, request, options.NumReturnSequences, settings, metrics);
        _timeout = new CancellationTokenSource(settings.CompletionTimeout, settings.TimeProvider);
        _limit = CancellationTokenSource.CreateLinkedTokenSource(aborted, _timeout.Token);
        try
        {
            _pixels = request.StreamAsync(lease.Decoder, options, alternatives, _limit.Token);
        }
        catch (Exception e)
        {
            if (e is QueueFullException) metrics.Record(CompletionOutcome.Rejected, _sequences);
            _limit.Dispose();
            _timeout.Dispose();
            throw;
        }
    }

    /// <summary>Returns the events of the stream. Errors are returned as events, because the HTTP status has already been sent.</summary>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    /// <param name="stopping">Cancelled when the studio closes.</param>
    public async IAsyncEnumerable<CompletionEvent> ReadAsync([EnumeratorCancellation] CancellationToken aborted, CancellationToken stopping)
    {
        long start = Stopwatch.GetTimestamp();
        var pictures = new PictureAssembler(_request, _sequences);
        int pixels = 0;
        await using IAsyncEnumerator<GeneratedPixel> next = _pixels.GetAsyncEnumerator(stopping);
        while (true)
        {
            Exception? error = null;
            try
            {
                if (!await next.MoveNextAsync()) break;
            }
            catch (OperationCanceledException) when (aborted.IsCancellationRequested)
            {
                _metrics.Record(CompletionOutcome.Abandoned, _sequences);
                throw;
            }
            catch (Exception e)
            {
                error = e is OperationCanceledException && _timeout.IsCancellationRequested ? ModelRunner.TimeLimitExceeded(_settings.CompletionTimeout) : e;
            }

            if (error is not null)
            {
                _metrics.Record(CompletionOutcome.Failed, _sequences);
                yield return new FailedEvent(error);
                yield break;
            }

            pixels++;
            yield return new PixelEvent(next.Current);
            if (pictures.Add(next.Current) is { } picture) yield return new PictureEvent(picture);
        }

        _metrics.RecordFinished(_sequences, pixels, start);
        foreach (GeneratedPicture picture in pictures.WithoutPixels) yield return new PictureEvent(picture);
        yield return new FinishedEvent([.. pictures.All], Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Parts of a picture that were queued but not read are no longer needed.
        await _limit.CancelAsync();
        _limit.Dispose();
        _timeout.Dispose();
        await _lease.DisposeAsync();
    }
}
