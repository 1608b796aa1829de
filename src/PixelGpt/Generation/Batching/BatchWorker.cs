using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation.Batching;

/// <summary>
/// A few pictures that one thread draws in step. Pictures come and go between two pixels: none waits for another's end.
/// Its memory is made once, and made again only when a longer picture comes.
/// </summary>
internal sealed class BatchWorker(PixelModel model, int size)
{
    private readonly Transformer _model = model.Transformer;
    private readonly TokenStatistics _thoughts = new(model.Transformer.Description.VocabularySize, model.Palette.Count);
    private readonly Activations _step = model.Transformer.CreateActivations(size, training: false);
    private readonly KeyValueCache?[] _caches = new KeyValueCache?[size];
    private readonly int[] _capacities = new int[size];
    private readonly LiveSequence?[] _slots = new LiveSequence?[size];
    private readonly int[] _tokens = new int[size];
    private readonly int[] _rows = new int[size];
    private PromptReader? _reader;
    private StepAttention? _attention;
    private int _positions;

    /// <summary>Pictures being drawn.</summary>
    public int Active { get; private set; }

    /// <summary>Pictures there is room for.</summary>
    public int Free => size - Active;

    /// <summary>Reads the prompts of new pictures, at most <see cref="Free"/> of them.</summary>
    public void Admit(ReadOnlySpan<LiveSequence> sequences)
    {
        int last = -1;
        LiveSequence? before = null;
        foreach (LiveSequence sequence in sequences)
        {
            if (sequence.IsAbandoned) continue;
            if (sequence.Left == 0)
            {
                sequence.Finish();
                continue;
            }

            int slot = Array.IndexOf(_slots, null);
            KeyValueCache cache = Prepare(slot, sequence.Request.Length);
            ReadOnlySpan<int> prompt = sequence.Request.Prompt.Span[..^1];

            // Of several completions of one picture the prompt is read once.
            if (before is not null && before.Request.Length == sequence.Request.Length && prompt.SequenceEqual(before.Request.Prompt.Span[..^1])) cache.CopyFrom(_caches[last]!, prompt.Length);
            else _reader!.Read(prompt, cache);
            (_slots[slot], last, before) = (sequence, slot, sequence);
            Active++;
        }
    }

    /// <summary>Draws the next pixel of each picture.</summary>
    /// <returns>How many pixels.</returns>
    public int Step()
    {
        int rows = 0;
        for (int slot = 0; slot < size; slot++)
        {
            if (_slots[slot] is not { } sequence) continue;
            if (sequence.IsAbandoned)
            {
                Leave(slot);
                continue;
            }

            _rows[rows] = slot;
            _tokens[rows] = sequence.Pixels[sequence.Known - 1];
            (_attention!.Positions[rows], _attention.Caches[rows]) = (sequence.Known - 1, _caches[slot]!);
            rows++;
        }

        if (rows == 0) return 0;
        MatrixSpan logits = _model.Forward(_tokens.AsSpan(0, rows), _attention!.Positions.AsSpan(0, rows), _step, _attention);
        for (int row = 0; row < rows; row++)
        {
            LiveSequence sequence = _slots[_rows[row]]!;
            if (!sequence.Draw(logits.Data.Slice(row * logits.RowStride, logits.Columns), _thoughts)) continue;
            Leave(_rows[row]);
            sequence.Finish();
        }

        return rows;
    }

    /// <summary>Gives all pictures up.</summary>
    public void Fail(Exception why)
    {
        for (int slot = 0; slot < size; slot++)
        {
            if (_slots[slot] is not { } sequence) continue;
            Leave(slot);
            sequence.Fail(why);
        }
    }

    private void Leave(int slot)
    {
        _slots[slot] = null;
        Active--;
    }

    private KeyValueCache Prepare(int slot, int length)
    {
        if (length > _positions)
        {
            // Nothing of a picture lies in these: only what one step needs.
            _reader = new PromptReader(_model, length);
            _attention = new StepAttention(_model.Description, _model.Kernels, size, length);
            _positions = length;
        }

        if (_caches[slot] is null || _capacities[slot] < length) (_caches[slot], _capacities[slot]) = (new KeyValueCache(_model.Description, length), length);
        return _caches[slot]!;
    }
}
