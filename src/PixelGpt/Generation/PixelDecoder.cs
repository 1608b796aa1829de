using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Finishes pictures pixel by pixel, with a cache of what came before, many at once on all threads. What it draws for a
/// request depends on that request, the options and the model alone: not on the batch, the threads or the order.
/// </summary>
public sealed class PixelDecoder : IDisposable
{
    /// <summary>Sequences that step together: the rows of a tile, so that weights are read once for all of them.</summary>
    private const int GroupSize = 6;

    private readonly PixelModel _model;
    private readonly WorkerPool _pool;
    private readonly DecoderGroup?[] _groups;
    private KeyValueCache[] _shared = [];
    private int _sharedPositions;

    /// <summary>Makes a decoder.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="threads">How many threads to use.</param>
    public PixelDecoder(PixelModel model, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _pool = new WorkerPool(threads);
        _groups = new DecoderGroup?[threads];
    }

    /// <summary>Finishes pictures.</summary>
    /// <param name="requests">The pictures' beginnings.</param>
    /// <param name="options">How pixels are chosen.</param>
    /// <param name="progress">Told the number of pictures done; may be null.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <returns>For each request <see cref="GenerationOptions.NumReturnSequences"/> results, one behind the other: all pixels, the prompt included.</returns>
    /// <exception cref="InputException">An option makes no sense, or prompt and picture do not fit the model.</exception>
    public int[][] Complete(
        IReadOnlyList<CompletionRequest> requests, GenerationOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RequestCheck.CheckColors(options, _model);
        foreach (CompletionRequest request in requests) RequestCheck.Check(request, options, _model);
        CompletionRequest[] all = Expand(requests, options);
        int[][] results = new int[all.Length][];
        int longest = all.Select(r => r.Length).DefaultIfEmpty(1).Max();
        if (options.NumBeams > 1) SearchBeams(all, options, longest, results, progress, cancellationToken);
        else Draw(all, options, longest, results, progress, cancellationToken);
        return results;
    }

    /// <summary>Finishes pictures in groups.</summary>
    private void Draw(CompletionRequest[] requests, GenerationOptions options, int longest, int[][] results, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        // Groups of one size, as near as can be, and a multiple of the threads.
        int groups = Math.Min(requests.Length, Alignment.RoundUp((requests.Length + GroupSize - 1) / GroupSize, _pool.Threads)), done = 0;
        KeyValueCache[] read = ReadTogether(requests, longest, cancellationToken);
        _pool.Run(groups, (piece, worker) =>
        {
            int first = (int)((long)requests.Length * piece / groups), count = (int)((long)requests.Length * (piece + 1) / groups) - first;
            var sampler = new Sampler(options, _model.Palette.Count);
            Group(worker, longest).Complete(
                requests.AsSpan(first, count), read.Length == 0 ? [] : read.AsSpan(first, count), sampler, results.AsSpan(first, count), cancellationToken);
            progress?.Report(Interlocked.Add(ref done, count));
        });
    }

    /// <summary>
    /// Where there are fewer pictures than threads, all threads read each prompt together, so that none is idle. Gives
    /// the caches that hold the prompts, or none.
    /// </summary>
    private KeyValueCache[] ReadTogether(CompletionRequest[] requests, int longest, CancellationToken cancellationToken)
    {
        Transformer model = _model.Transformer;
        if (requests.Length == 0 || requests.Length >= _pool.Threads || !requests.All(r => PromptRelay.Pays(r.Prompt.Length, _pool.Threads))) return [];
        if (_shared.Length < requests.Length || _sharedPositions < longest)
        {
            _shared = [.. requests.Select(_ => new KeyValueCache(model.Description, longest))];
            _sharedPositions = longest;
        }

        if (!requests.All(r => _shared[0].Holds(r.Prompt.Length))) return [];
        for (int i = 0; i < requests.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<int> prompt = requests[i].Prompt[..^1];
            if (i > 0 && prompt.Span.SequenceEqual(requests[i - 1].Prompt.Span[..^1])) _shared[i].CopyFrom(_shared[i - 1], prompt.Length);
            else PromptRelay.Read(prompt, _shared[i], model.Description.Layers, _pool, worker => Group(worker, longest).Reader);
        }

        return _shared;
    }

    private DecoderGroup Group(int worker, int positions)
    {
        if (_groups[worker] is { } group && group.Positions >= positions) return group;
        return _groups[worker] = new DecoderGroup(_model.Transformer, GroupSize, positions);
    }

    /// <summary>A request for each sequence that is asked for; those of one request follow one another.</summary>
    private static CompletionRequest[] Expand(IReadOnlyList<CompletionRequest> requests, GenerationOptions options) =>
        [.. requests.SelectMany(r => Enumerable.Range(0, options.NumReturnSequences), (r, sample) => r.Sample(sample, options))];

    /// <summary>The requests that were one get the best picture, the second best, and so on.</summary>
    private void SearchBeams(CompletionRequest[] requests, GenerationOptions options, int longest, int[][] results, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var searches = new BeamSearch?[_pool.Threads];
        int best = options.NumReturnSequences, done = 0;
        _pool.Run(requests.Length / best, (piece, worker) =>
        {
            BeamSearch search = searches[worker] ??= new BeamSearch(_model.Transformer, options.NumBeams, _model.Palette.Count, longest);
            search.Complete(requests[piece * best], cancellationToken).AsSpan(0, best).CopyTo(results.AsSpan(piece * best));
            progress?.Report(Interlocked.Add(ref done, best));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
