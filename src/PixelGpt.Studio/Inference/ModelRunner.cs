using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Inference;

/// <summary>Runs models for requests within the studio's limits, and records the outcomes.</summary>
internal sealed class ModelRunner(StudioOptions options, StudioMetrics metrics, IHostApplicationLifetime lifetime) : IDisposable
{
    // Each computation of probabilities uses one thread. The decoders limit completions themselves.
    private readonly BoundedWork _probabilities = new(options.Threads, options.ClientQueueLimit, () => new QueueFullException(options.ClientQueueLimit, TimeSpan.FromSeconds(1)));

    /// <summary>Completes a picture.</summary>
    /// <param name="lease">The model.</param>
    /// <param name="request">The picture to complete.</param>
    /// <param name="generation">The generation options.</param>
    /// <param name="alternatives">The number of most probable colours to return per pixel.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    /// <returns>The completions.</returns>
    /// <exception cref="InputException">The request or an option is invalid.</exception>
    /// <exception cref="QueueFullException">Too many pictures are waiting.</exception>
    /// <exception cref="TimeoutException">The time limit was exceeded.</exception>
    public Task<IReadOnlyList<GeneratedPicture>> CompleteAsync(ModelLease lease, PictureRequest request, GenerationOptions generation, int alternatives, CancellationToken aborted) =>
        RunAsync(
            generation.NumReturnSequences,
            cancellationToken => request.CompleteAsync(lease.Decoder, generation, alternatives, cancellationToken),
            pictures => pictures.Sum(p => p.Probability.Length),
            aborted);

    /// <summary>Starts a completion whose pixels are read as they are generated.</summary>
    /// <inheritdoc cref="CompletionStream(ModelLease, PictureRequest, GenerationOptions, int, StudioOptions, StudioMetrics, CancellationToken)"/>
    public CompletionStream Stream(ModelLease lease, PictureRequest request, GenerationOptions generation, int alternatives, CancellationToken aborted) =>
        new(lease, request, generation, alternatives, options, metrics, aborted);

    /// <summary>Computes the model's distribution for each pixel of a picture except the first.</summary>
    /// <param name="lease">The model.</param>
    /// <param name="sprite">The picture, which may be partial.</param>
    /// <param name="alternatives">The number of most probable colours to return per pixel.</param>
    /// <param name="aborted">Cancelled when the client disconnects; checked until the computation starts.</param>
    /// <returns>One element per pixel after the first.</returns>
    /// <exception cref="InputException">The picture does not fit the model, or <paramref name="alternatives"/> is out of range.</exception>
    /// <exception cref="QueueFullException">Too many pictures are waiting.</exception>
    /// <exception cref="TimeoutException">The time limit was exceeded.</exception>
    public Task<IReadOnlyList<PixelProbabilities>> ProbabilitiesAsync(ModelLease lease, Sprite sprite, int alternatives, CancellationToken aborted) =>
        RunAsync(1, cancellationToken => ComputeProbabilitiesAsync(lease, sprite, alternatives, cancellationToken), probabilities => probabilities.Count, aborted);

    /// <inheritdoc/>
    public void Dispose() => _probabilities.Dispose();

    /// <summary>Creates the exception for a request that exceeded the time limit.</summary>
    internal static TimeoutException TimeLimitExceeded(TimeSpan timeout) =>
        new($"the request exceeded the time limit of {timeout.TotalSeconds:0.###} s; request fewer or smaller pictures, or try again when the studio is less busy");

    private Task<IReadOnlyList<PixelProbabilities>> ComputeProbabilitiesAsync(ModelLease lease, Sprite sprite, int alternatives, CancellationToken cancellationToken) =>
        _probabilities.RunAsync(
            () =>
            {
                using var likelihood = new Likelihood(lease.Model, threads: 1);
                return PartwiseProbabilities.Compute(likelihood, sprite, ModelSizes.Of(lease), alternatives, cancellationToken);
            },
            cancellationToken);

    /// <summary>Runs a model within the time limit and records the outcome.</summary>
    private async Task<T> RunAsync<T>(int pictures, Func<CancellationToken, Task<T>> run, Func<T, int> countPixels, CancellationToken aborted)
    {
        long start = Stopwatch.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.CompletionTimeout, options.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted, timeout.Token, lifetime.ApplicationStopping);
        try
        {
            T result = await run(limit.Token);
            metrics.RecordFinished(pictures, countPixels(result), start);
            return result;
        }
        catch (QueueFullException)
        {
            metrics.Record(CompletionOutcome.Rejected, pictures);
            throw;
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            metrics.Record(CompletionOutcome.Abandoned, pictures);
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            metrics.Record(CompletionOutcome.TimedOut, pictures);
            throw TimeLimitExceeded(options.CompletionTimeout);
        }
    }
}
