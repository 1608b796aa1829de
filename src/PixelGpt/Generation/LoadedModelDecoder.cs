using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>Completes pictures with a model on a device, which computes the logits of many pictures at once; the processor selects the colours.</summary>
internal sealed class LoadedModelDecoder
{
    /// <summary>The number of pictures whose colours a thread selects at a time.</summary>
    private const int SliceLength = 16;

    private readonly ILoadedModel _model;
    private readonly int _vocabulary;
    private readonly WorkerPool _pool;
    private readonly Sampler[] _samplers;

    /// <summary>Creates a decoder.</summary>
    /// <param name="model">The model on the device, with a KV cache for whole pictures.</param>
    /// <param name="vocabulary">Size of its vocabulary.</param>
    /// <param name="pool">Threads that select colours.</param>
    /// <param name="createSampler">Creates the sampler of a thread.</param>
    public LoadedModelDecoder(ILoadedModel model, int vocabulary, WorkerPool pool, Func<Sampler> createSampler)
    {
        (_model, _vocabulary, _pool) = (model, vocabulary, pool);
        _samplers = [.. Enumerable.Range(0, pool.Threads).Select(_ => createSampler())];
    }

    /// <summary>Completes pictures in batches of the same length and similar prompts.</summary>
    /// <param name="requests">The pictures to complete.</param>
    /// <param name="results">Receives all pixels of each picture, in the order of the sequence.</param>
    /// <param name="progress">Receives the number of completed pictures; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per position.</param>
    public void Complete(IReadOnlyList<CompletionRequest> requests, Span<int[]> results, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new int[requests[i].Length];
            requests[i].Prompt.Span.CopyTo(results[i]);
        }

        // All pictures of a batch are at the same position at any time.
        int done = 0;
        foreach (IGrouping<int, int> sameLength in Enumerable.Range(0, results.Length).GroupBy(i => requests[i].Length).OrderBy(g => g.Key))
        {
            foreach (int[] batch in sameLength.OrderBy(i => requests[i].Prompt.Length).Chunk(_model.Sequences))
            {
                var pictures = new int[batch.Length][];
                for (int i = 0; i < batch.Length; i++) pictures[i] = results[batch[i]];
                Complete([.. batch.Select(i => requests[i])], pictures, sameLength.Key, cancellationToken);
                done += batch.Length;
                progress?.Report(done);
            }
        }
    }

    private void Complete(CompletionRequest[] requests, int[][] pictures, int length, CancellationToken cancellationToken)
    {
        int prefilled = requests.Min(r => r.Prompt.Length) - 1;
        float[] logits = new float[requests.Length * _vocabulary];
        (ReadOnlyMemory<int>, PictureContext)[] sequences = [.. requests.Select((r, i) => ((ReadOnlyMemory<int>)pictures[i], r.Picture))];
        if (prefilled > 0 && prefilled < length - 1) _model.Forward(sequences, 0, prefilled);
        for (int position = prefilled; position < length - 1; position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _model.Forward(sequences, position, 1);
            int next = position + 1;
            _model.CopyLogits(logits);
            _pool.Run((requests.Length + SliceLength - 1) / SliceLength, (slice, worker) =>
            {
                for (int i = slice * SliceLength; i < Math.Min(requests.Length, (slice + 1) * SliceLength); i++)
                {
                    // Longer prompts are given one pixel at a time.
                    if (next < requests[i].Prompt.Length) continue;
                    pictures[i][next] = _samplers[worker].Choose(logits.AsSpan(i * _vocabulary, _vocabulary), pictures[i].AsSpan(0, next), requests[i]);
                }
            });
        }
    }
}
