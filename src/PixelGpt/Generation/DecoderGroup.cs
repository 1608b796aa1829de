using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>A few sequences that one thread decodes in step. Its memory is made once and used again.</summary>
internal sealed class DecoderGroup
{
    private readonly Transformer _model;
    private readonly Activations _prefill;
    private readonly Activations _step;
    private readonly KeyValueCache?[] _caches;
    private readonly CachedAttention _attention;

    /// <summary>Makes room for so many sequences of so many positions.</summary>
    public DecoderGroup(Transformer model, int size, int positions)
    {
        Positions = positions;
        _model = model;
        _prefill = model.CreateActivations(positions, training: false);
        _step = model.CreateActivations(size, training: false);
        _caches = new KeyValueCache?[size];
        _attention = new CachedAttention(model.Description, model.Kernels, positions);
    }

    /// <summary>The longest sequence there is room for.</summary>
    public int Positions { get; }

    public void Complete(CompletionRequest[] requests, PixelChooser chooser, Span<int[]> results, CancellationToken cancellationToken)
    {
        // A pixel is chosen at once when the logits for it are there: the first behind the prompt, then one a step.
        for (int i = 0; i < requests.Length; i++)
        {
            results[i] = new int[requests[i].Length];
            requests[i].Prompt.Span.CopyTo(results[i]);
            if (requests[i].Prompt.Length == requests[i].Length) continue;
            _caches[i] ??= new KeyValueCache(_model.Description, Positions);
            MatrixSpan first = PrefillAttention.Prefill(_model, requests[i].Prompt.Span, _prefill, _caches[i]!);
            results[i][requests[i].Prompt.Length] = chooser.Choose(Row(first, 0), requests[i].Prompt.Span, requests[i]);
            cancellationToken.ThrowIfCancellationRequested();
        }

        Span<int> tokens = stackalloc int[requests.Length], positions = stackalloc int[requests.Length], owners = stackalloc int[requests.Length];
        for (int step = 0; ; step++)
        {
            int rows = 0;
            _attention.Caches.Clear();
            _attention.Positions.Clear();
            for (int i = 0; i < requests.Length; i++)
            {
                // The last pixel drawn goes in, unless it was the picture's last.
                int position = requests[i].Prompt.Length + step;
                if (position >= requests[i].Length - 1) continue;
                (owners[rows], positions[rows], tokens[rows]) = (i, position, results[i][position]);
                _attention.Caches.Add(_caches[i]!);
                _attention.Positions.Add(position);
                rows++;
            }

            if (rows == 0) return;
            MatrixSpan logits = _model.Forward(tokens[..rows], positions[..rows], _step, _attention);
            for (int row = 0; row < rows; row++)
            {
                int next = positions[row] + 1;
                results[owners[row]][next] = chooser.Choose(Row(logits, row), results[owners[row]].AsSpan(0, next), requests[owners[row]]);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static ReadOnlySpan<float> Row(MatrixSpan logits, int row) => logits.Data.Slice(row * logits.RowStride, logits.Columns);
}
