using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>A few sequences that one thread decodes in step. Its memory is made once and used again.</summary>
internal sealed class DecoderGroup
{
    private readonly Transformer _model;
    private readonly PromptReader _reader;
    private readonly Activations _step;
    private readonly KeyValueCache?[] _caches;
    private readonly StepAttention _attention;

    /// <summary>Makes room for so many sequences of so many positions.</summary>
    public DecoderGroup(Transformer model, int size, int positions)
    {
        Positions = positions;
        _model = model;
        _reader = new PromptReader(model, positions);
        _step = model.CreateActivations(size, training: false);
        _caches = new KeyValueCache?[size];
        _attention = new StepAttention(model.Description, model.Kernels, size, positions);
    }

    /// <summary>The longest sequence there is room for.</summary>
    public int Positions { get; }

    public void Complete(ReadOnlySpan<CompletionRequest> requests, PixelChooser chooser, Span<int[]> results, CancellationToken cancellationToken)
    {
        for (int i = 0; i < requests.Length; i++)
        {
            ReadOnlySpan<int> prompt = requests[i].Prompt.Span;
            results[i] = new int[requests[i].Length];
            prompt.CopyTo(results[i]);
            if (prompt.Length == requests[i].Length) continue;
            _reader.Read(prompt[..^1], _caches[i] ??= new KeyValueCache(_model.Description, Positions));
            cancellationToken.ThrowIfCancellationRequested();
        }

        Span<int> tokens = stackalloc int[requests.Length], owners = stackalloc int[requests.Length];
        for (int step = 0; ; step++)
        {
            int rows = 0;
            for (int i = 0; i < requests.Length; i++)
            {
                // The last pixel goes in, unless it is the picture's last.
                int position = requests[i].Prompt.Length - 1 + step;
                if (position >= requests[i].Length - 1) continue;
                (owners[rows], tokens[rows]) = (i, results[i][position]);
                (_attention.Positions[rows], _attention.Caches[rows]) = (position, _caches[i]!);
                rows++;
            }

            if (rows == 0) return;
            ReadOnlySpan<int> positions = _attention.Positions.AsSpan(0, rows);
            MatrixSpan logits = _model.Forward(tokens[..rows], positions, _step, _attention);
            for (int row = 0; row < rows; row++)
            {
                int next = positions[row] + 1;
                ReadOnlySpan<float> scores = logits.Data.Slice(row * logits.RowStride, logits.Columns);
                results[owners[row]][next] = chooser.Choose(scores, results[owners[row]].AsSpan(0, next), requests[owners[row]]);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
