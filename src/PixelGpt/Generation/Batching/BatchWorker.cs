using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation.Batching;

/// <summary>
/// A few pictures that one thread generates together, one pixel each per step. Pictures join and leave between two steps, so
/// none waits for another to complete. Clients get the same number of pixels per step, so that one with many pictures does not slow
/// the others down. Buffers are reused, and replaced only for a longer picture.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="size">The maximum number of pixels per step, and of pictures of one client.</param>
internal sealed class BatchWorker(PixelModel model, int size)
{
    private readonly IReadOnlyList<Transformer> _transformers = model.Transformers;
    private readonly TokenStatistics _statistics = new(model.Transformers[0].Description.VocabularySize, model.Palette.Count);
    private readonly SequenceCache?[] _caches = new SequenceCache?[2 * size];
    private readonly int[] _capacities = new int[2 * size];

    /// <summary>There are more places than pixels per step, so that a new client finds one although another has as many pictures as it may.</summary>
    private readonly GenerationSequence?[] _slots = new GenerationSequence?[2 * size];
    private readonly ClientTurns _turns = new(2 * size, size);
    private Prefiller? _prefiller;
    private StepBatch? _batch;
    private int _positions;

    /// <summary>The number of pictures being generated.</summary>
    public int Active { get; private set; }

    /// <summary>The number of pictures that can still be admitted.</summary>
    public int Free => _slots.Length - Active;

    /// <summary>Returns the number of pictures of a client that can still be admitted, if there are as many places.</summary>
    public int FreeFor(string client) => size - _turns.CountOf(client);

    /// <summary>Prefills the prompts of new pictures, at most <see cref="Free"/>, and <see cref="FreeFor"/> of each client.</summary>
    public void Admit(ReadOnlySpan<GenerationSequence> sequences)
    {
        int previousSlot = -1;
        GenerationSequence? previous = null;
        foreach (GenerationSequence sequence in sequences)
        {
            if (sequence.IsAbandoned) continue;
            if (sequence.PixelsToGenerate == 0)
            {
                sequence.Complete();
                continue;
            }

            int slot = Array.IndexOf(_slots, null);
            SequenceCache cache = Prepare(slot, sequence.Request.Length);
            ReadOnlySpan<int> prompt = sequence.Request.Prompt.Span[..^1];

            // Completions of the same picture share one prefill.
            if (previous is not null && previous.Request.Length == sequence.Request.Length && previous.Request.Picture == sequence.Request.Picture && prompt.SequenceEqual(previous.Request.Prompt.Span[..^1])) cache.CopyFrom(_caches[previousSlot]!, prompt.Length);
            else _prefiller!.Fill(prompt, sequence.Request.Picture, cache);
            (_slots[slot], previousSlot, previous) = (sequence, slot, sequence);
            _turns.Enter(slot, sequence.Request.Client);
            Active++;
        }
    }

    /// <summary>Generates the next pixel of each picture.</summary>
    /// <returns>The number of generated pixels.</returns>
    public int Step()
    {
        _batch?.Clear();
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot] is { IsAbandoned: true }) Release(slot);
        }

        foreach (int slot in _turns.Next())
        {
            GenerationSequence sequence = _slots[slot]!;
            _batch!.Add(slot, sequence.Pixels[sequence.Known - 1], sequence.Known - 1, _caches[slot]!);
        }

        if (_batch is null or { Count: 0 }) return 0;
        MatrixSpan logits = _batch.Forward();
        for (int row = 0; row < logits.Rows; row++)
        {
            int slot = _batch.Sequence(row);
            GenerationSequence sequence = _slots[slot]!;
            try
            {
                if (!sequence.Append(StepBatch.Row(logits, row), _statistics)) continue;
                Release(slot);
                sequence.Complete();
            }
            catch (Exception e)
            {
                // A logits processor of a program can throw anything; the pictures of other callers go on.
                if (_slots[slot] is not null) Release(slot);
                sequence.Fail(e);
            }
        }

        return logits.Rows;
    }

    /// <summary>Fails and removes all pictures.</summary>
    public void Fail(Exception error)
    {
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot] is not { } sequence) continue;
            Release(slot);
            sequence.Fail(error);
        }
    }

    private void Release(int slot)
    {
        _slots[slot] = null;
        _turns.Leave(slot);
        Active--;
    }

    private SequenceCache Prepare(int slot, int length)
    {
        if (length > _positions)
        {
            // Neither has state of a picture between steps, so both can be replaced at any time.
            _prefiller = new Prefiller(_transformers, length);
            _batch = new StepBatch(_transformers, size, length);
            _positions = length;
        }

        if (_caches[slot] is null || _capacities[slot] < length) (_caches[slot], _capacities[slot]) = (new SequenceCache(_transformers, length), length);
        return _caches[slot]!;
    }
}
