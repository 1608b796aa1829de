using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>A few sequences that one thread decodes in step. Its memory is made once and used again.</summary>
internal sealed class DecoderGroup
{
    private readonly Transformer _model;
    private readonly Activations _step;
    private readonly KeyValueCache?[] _caches;
    private readonly StepAttention _attention;

    /// <summary>Makes room for so many sequences of so many positions.</summary>
    public DecoderGroup(Transformer model, int size, int positions)
    {
        Positions = positions;
        _model = model;
        Reader = new PromptReader(model, positions);
        _step = model.CreateActivations(size, training: false);
        _caches = new KeyValueCache?[size];
        _attention = new StepAttention(model.Description, model.Kernels, size, positions);
    }

    /// <summary>The longest sequence there is room for.</summary>
    public int Positions { get; }

    /// <summary>What reads prompts.</summary>
    public PromptReader Reader { get; }

    /// <summary>The cache of one of its sequences.</summary>
    public KeyValueCache Cache(int sequence) => _caches[sequence] ??= new KeyValueCache(_model.Description, Positions);

    /// <summary>Finishes pictures.</summary>
    /// <param name="requests">Their beginnings.</param>
    /// <param name="read">Caches that already hold the prompts but for their last pixels; empty where none do.</param>
    /// <param name="sampler">Chooses the pixels.</param>
    /// <param name="results">Gets all pixels of each.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    public void Complete(
        ReadOnlySpan<CompletionRequest> requests, ReadOnlySpan<KeyValueCache> read, Sampler sampler, Span<int[]> results, CancellationToken cancellationToken)
    {
        for (int i = 0; i < requests.Length; i++)
        {
            ReadOnlySpan<int> prompt = requests[i].Prompt.Span;
            results[i] = new int[requests[i].Length];
            prompt.CopyTo(results[i]);
            if (!read.IsEmpty || prompt.Length == requests[i].Length) continue;

            // Of several completions of one picture the prompt is read once.
            if (i > 0 && requests[i - 1].Length == requests[i].Length && prompt.SequenceEqual(requests[i - 1].Prompt.Span)) Cache(i).CopyFrom(Cache(i - 1), prompt.Length - 1);
            else Reader.Read(prompt[..^1], Cache(i));
            cancellationToken.ThrowIfCancellationRequested();
        }

        Span<int> tokens = stackalloc int[requests.Length], owners = stackalloc int[requests.Length];
        for (int step = 0; ; step++)
        {
            int rows = 0;
            for (int i = 0; i < requests.Length; i++)
            {
                // The last pixel goes in, the prompt's first, unless it is the picture's last.
                int position = requests[i].Prompt.Length - 1 + step;
                if (position >= requests[i].Length - 1) continue;
                (owners[rows], tokens[rows]) = (i, results[i][position]);
                (_attention.Positions[rows], _attention.Caches[rows]) = (position, read.IsEmpty ? Cache(i) : read[i]);
                rows++;
            }

            if (rows == 0) return;
            ReadOnlySpan<int> positions = _attention.Positions.AsSpan(0, rows);
            MatrixSpan logits = _model.Forward(tokens[..rows], positions, _step, _attention);
            for (int row = 0; row < rows; row++)
            {
                int next = positions[row] + 1;
                ReadOnlySpan<float> scores = logits.Data.Slice(row * logits.RowStride, logits.Columns);
                results[owners[row]][next] = sampler.Choose(scores, results[owners[row]].AsSpan(0, next), requests[owners[row]]);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
