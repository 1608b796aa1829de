using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>A few sequences that one thread decodes together, one token each per step. Buffers are allocated once and reused.</summary>
internal sealed class DecoderGroup
{
    private readonly IReadOnlyList<Transformer> _transformers;
    private readonly StepBatch _batch;
    private readonly SequenceCache?[] _caches;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="transformers">The transformers of the model, see <see cref="PixelModel.Transformers"/>.</param>
    /// <param name="size">Maximum number of sequences.</param>
    /// <param name="positions">Maximum length of a sequence.</param>
    public DecoderGroup(IReadOnlyList<Transformer> transformers, int size, int positions)
    {
        Positions = positions;
        _transformers = transformers;
        Prefiller = new Prefiller(transformers, positions);
        _batch = new StepBatch(transformers, size, positions);
        _caches = new SequenceCache?[size];
    }

    /// <summary>The maximum length of a sequence.</summary>
    public int Positions { get; }

    /// <summary>The prefiller of the group's thread.</summary>
    public Prefiller Prefiller { get; }

    /// <summary>Completes pictures.</summary>
    /// <param name="requests">The pictures to complete, at most the size of the group.</param>
    /// <param name="prefilled">KV caches that already contain each prompt except its last pixel; empty to prefill here.</param>
    /// <param name="sampler">The sampler.</param>
    /// <param name="results">Receives all pixels of each picture.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    public void Complete(
        ReadOnlySpan<CompletionRequest> requests, ReadOnlySpan<SequenceCache> prefilled, Sampler sampler, Span<int[]> results, CancellationToken cancellationToken)
    {
        for (int i = 0; i < requests.Length; i++)
        {
            ReadOnlySpan<int> prompt = requests[i].Prompt.Span;
            results[i] = new int[requests[i].Length];
            prompt.CopyTo(results[i]);
            if (!prefilled.IsEmpty || prompt.Length == requests[i].Length) continue;

            // Completions of the same picture share one prefill.
            if (i > 0 && requests[i - 1].Length == requests[i].Length && requests[i - 1].Picture == requests[i].Picture && prompt.SequenceEqual(requests[i - 1].Prompt.Span)) Cache(i).CopyFrom(Cache(i - 1), prompt.Length - 1);
            else Prefiller.Fill(prompt[..^1], requests[i].Picture, Cache(i));
            cancellationToken.ThrowIfCancellationRequested();
        }

        for (int step = 0; ; step++)
        {
            _batch.Clear();
            for (int i = 0; i < requests.Length; i++)
            {
                // The first input is the last pixel of the prompt; the last pixel of the picture is never an input.
                int position = requests[i].Prompt.Length - 1 + step;
                if (position < requests[i].Length - 1) _batch.Add(i, results[i][position], position, prefilled.IsEmpty ? Cache(i) : prefilled[i]);
            }

            if (_batch.Count == 0) return;
            MatrixSpan logits = _batch.Forward();
            for (int row = 0; row < logits.Rows; row++)
            {
                int i = _batch.Sequence(row), next = requests[i].Prompt.Length + step;
                results[i][next] = sampler.Choose(StepBatch.Row(logits, row), results[i].AsSpan(0, next), requests[i]);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private SequenceCache Cache(int sequence) => _caches[sequence] ??= new SequenceCache(_transformers, Positions);
}
