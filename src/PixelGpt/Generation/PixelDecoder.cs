using PixelGpt.Data;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Generation;

/// <summary>
/// Completes pictures pixel by pixel with a KV cache, many at once on several threads. The result of a request depends
/// only on the request, the options and the model, not on the other requests, their order or the number of threads; on a <see cref="ComputeDevice"/>, rounding can
/// differ between batches of other sizes.
/// </summary>
public sealed class PixelDecoder : IDisposable
{
    /// <summary>The number of sequences that a thread decodes together: the height of a matrix tile, so that weights are read once for all of them.</summary>
    private const int GroupSize = 6;

    private readonly PixelModel _model;
    private readonly IProcessGroup _group;
    private readonly ComputeDevice? _device;
    private readonly WorkerPool _pool;
    private readonly DecoderGroup?[] _groups;
    private SequenceCache[] _shared = [];
    private int _sharedPositions;

    /// <summary>Creates a decoder.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    public PixelDecoder(PixelModel model, int threads)
        : this(model, threads, group: null)
    {
    }

    /// <summary>Creates a decoder that shares the pictures among the processes of a group; each gets all results.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="group">The group; null for this process only. All processes make the same calls.</param>
    /// <param name="device">The device that computes logits; null for the processor, which selects the colours in any case. The caller disposes of it after the decoder.</param>
    /// <exception cref="InputException">There are a device and several processes.</exception>
    public PixelDecoder(PixelModel model, int threads, IProcessGroup? group, ComputeDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (device is not null && group is { Size: > 1 }) throw new InputException("several processes complete pictures on the processor only; use the device cpu");
        _device = device;
        _model = model;
        _group = group ?? OneProcess.Instance;
        _pool = new WorkerPool(threads);
        _groups = new DecoderGroup?[threads];
    }

    /// <summary>Completes pictures.</summary>
    /// <param name="requests">The pictures to complete.</param>
    /// <param name="options">How colours are selected and how many completions are generated per picture.</param>
    /// <param name="progress">Receives the number of completed pictures; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns>All pixels in raster order, the prompt included, of <see cref="GenerationOptions.NumReturnSequences"/> completions per request; those of the same request are consecutive.</returns>
    /// <exception cref="InputException">An option is out of range, or a picture does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public int[][] Complete(
        IReadOnlyList<CompletionRequest> requests, GenerationOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RequestValidation.ValidateColors(options, _model);
        foreach (CompletionRequest request in requests) RequestValidation.Validate(request, options, _model);
        CheckTotal(requests, options.NumReturnSequences);
        if (_group.Size == 1) return CompleteHere(requests, options, progress, cancellationToken);

        // The pictures of a request are one array while they are shared.
        int[][] joined = _group.Compute<int>(requests.Count, progress, (start, end, ownProgress) =>
            [.. CompleteHere([.. requests.Take(start..end)], options, ownProgress, cancellationToken).Chunk(options.NumReturnSequences).Select(pictures => pictures.SelectMany(p => p).ToArray())]);
        return [.. joined.SelectMany(pictures => pictures.Chunk(pictures.Length / options.NumReturnSequences))];
    }

    private int[][] CompleteHere(IReadOnlyList<CompletionRequest> requests, GenerationOptions options, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        CompletionRequest[] all = Expand(requests, options);
        int[][] results = new int[all.Length][];
        int longest = all.Select(r => r.Length).DefaultIfEmpty(1).Max();
        if (_device is not null) DecodeOnDevice(_device, all, options, longest, results, progress, cancellationToken);
        else if (options.NumBeams > 1) SearchBeams(all, options, longest, results, progress, cancellationToken);
        else Decode(all, options, longest, results, progress, cancellationToken);
        for (int i = 0; i < results.Length; i++) results[i] = all[i].ToRaster(results[i]);
        return results;
    }

    /// <summary>Checks the total number of pixels, before memory is allocated for them.</summary>
    private static void CheckTotal(IReadOnlyList<CompletionRequest> requests, int samples)
    {
        long pixels = samples * requests.Sum(r => (long)r.Length);
        if (pixels > DatasetLimits.MaxPixels)
            throw new InputException($"{(long)samples * requests.Count} completions with {pixels} pixels in total exceed the limit of {DatasetLimits.MaxPixels} pixels; generate fewer at a time");
    }

    private void Decode(CompletionRequest[] requests, GenerationOptions options, int longest, int[][] results, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        // Groups of nearly equal size; their number is a multiple of the number of threads.
        int groups = Math.Min(requests.Length, Alignment.RoundUp((requests.Length + GroupSize - 1) / GroupSize, _pool.Threads)), done = 0;
        SequenceCache[] prefilled = PrefillInParallel(requests, longest, cancellationToken);
        _pool.Run(groups, (piece, worker) =>
        {
            int first = (int)((long)requests.Length * piece / groups), count = (int)((long)requests.Length * (piece + 1) / groups) - first;
            var sampler = new Sampler(options, _model.Palette.Count);
            Group(worker, longest).Complete(
                requests.AsSpan(first, count), prefilled.Length == 0 ? [] : prefilled.AsSpan(first, count), sampler, results.AsSpan(first, count), cancellationToken);
            progress?.Report(Interlocked.Add(ref done, count));
        });
    }

    private void DecodeOnDevice(ComputeDevice device, CompletionRequest[] requests, GenerationOptions options, int longest, int[][] results, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        if (options.NumBeams > 1) throw new InputException("beam search is computed on the processor only; use the device cpu");
        if (requests.Length == 0) return;

        // The model is copied for each call, because its weights may have changed.
        int prompt = Math.Max(1, requests.Max(r => r.Prompt.Length) - 1);
        using ILoadedModel model = device.Load(_model.Transformers, new LoadedModelSize(requests.Length, prompt, longest));
        var decoder = new LoadedModelDecoder(model, _model.Transformers[0].Description.VocabularySize, _pool, () => new Sampler(options, _model.Palette.Count));
        decoder.Complete(requests, results, progress, cancellationToken);
    }

    /// <summary>
    /// Prefills each prompt on all threads if there are fewer pictures than threads, so that no thread is idle. Returns the
    /// KV caches, or an empty array if each group is to prefill its own prompts.
    /// </summary>
    private SequenceCache[] PrefillInParallel(CompletionRequest[] requests, int longest, CancellationToken cancellationToken)
    {
        IReadOnlyList<Transformer> transformers = _model.Transformers;
        if (requests.Length == 0 || requests.Length >= _pool.Threads || !requests.All(r => PipelinedPrefill.IsWorthwhile(r.Prompt.Length, _pool.Threads))) return [];
        if (_shared.Length < requests.Length || _sharedPositions < longest)
        {
            _shared = [.. requests.Select(_ => new SequenceCache(transformers, longest))];
            _sharedPositions = longest;
        }

        if (!requests.All(r => _shared[0].CanHold(r.Prompt.Length))) return [];
        for (int i = 0; i < requests.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<int> prompt = requests[i].Prompt[..^1];
            if (i > 0 && requests[i].Picture == requests[i - 1].Picture && prompt.Span.SequenceEqual(requests[i - 1].Prompt.Span[..^1])) _shared[i].CopyFrom(_shared[i - 1], prompt.Length);
            else FillInParallel(prompt, requests[i].Picture, _shared[i], longest);
        }

        return _shared;
    }

    private void FillInParallel(ReadOnlyMemory<int> prompt, PictureContext picture, SequenceCache cache, int longest)
    {
        for (int i = 0; i < _model.Transformers.Count; i++)
        {
            int transformer = i;
            PipelinedPrefill.Fill(prompt, picture, cache[i], _model.Transformers[i].Description.Layers, _pool, worker => Group(worker, longest).Prefiller[transformer]);
        }
    }

    private DecoderGroup Group(int worker, int positions)
    {
        if (_groups[worker] is { } group && group.Positions >= positions) return group;
        return _groups[worker] = new DecoderGroup(_model.Transformers, GroupSize, positions);
    }

    /// <summary>Returns one request per completion; those of the same picture are consecutive.</summary>
    private static CompletionRequest[] Expand(IReadOnlyList<CompletionRequest> requests, GenerationOptions options) =>
        [.. requests.SelectMany(r => Enumerable.Range(0, options.NumReturnSequences), (r, sample) => r.Sample(sample, options))];

    /// <summary>Runs one beam search per picture; its requests receive the best picture, the second best, and so on.</summary>
    private void SearchBeams(CompletionRequest[] requests, GenerationOptions options, int longest, int[][] results, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var searches = new BeamSearch?[_pool.Threads];
        int best = options.NumReturnSequences, done = 0;
        _pool.Run(requests.Length / best, (piece, worker) =>
        {
            BeamSearch search = searches[worker] ??= new BeamSearch(_model.Transformers, options.NumBeams, _model.Palette.Count, longest);
            search.Complete(requests[piece * best], cancellationToken).AsSpan(0, best).CopyTo(results.AsSpan(piece * best));
            progress?.Report(Interlocked.Add(ref done, best));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
