namespace PixelGpt.Generation.Batching;

/// <summary>Waiting pictures. Clients take turns, picture by picture, so that none waits for all pictures of another. Not thread-safe.</summary>
internal sealed class FairQueue
{
    private readonly Dictionary<string, LinkedList<GenerationSequence>> _waiting = [];

    /// <summary>The clients with waiting pictures, the next one first.</summary>
    private readonly LinkedList<string> _turns = [];

    /// <summary>The number of waiting pictures.</summary>
    public int Count { get; private set; }

    /// <summary>The total number of pixels to generate.</summary>
    public double Pixels => _waiting.Values.Sum(pictures => pictures.Sum(picture => (double)picture.PixelsToGenerate));

    /// <summary>The jobs of the waiting pictures.</summary>
    public IEnumerable<GenerationJob> Jobs => _waiting.Values.SelectMany(pictures => pictures.Select(picture => picture.Job));

    /// <summary>Returns the number of waiting pictures of a client.</summary>
    public int CountOf(string client) => _waiting.GetValueOrDefault(client)?.Count ?? 0;

    /// <summary>Adds the pictures of a job, which are taken in this order.</summary>
    public void Add(GenerationJob job, IReadOnlyList<GenerationSequence> sequences)
    {
        if (sequences.Count == 0) return;
        if (!_waiting.TryGetValue(job.Client, out LinkedList<GenerationSequence>? pictures))
        {
            _waiting[job.Client] = pictures = [];
            _turns.AddLast(job.Client);
        }

        foreach (GenerationSequence sequence in sequences) pictures.AddLast(sequence);
        Count += sequences.Count;
    }

    /// <summary>Moves the next pictures to a list. Pictures of one job are consecutive there, because they can share a prefill.</summary>
    /// <param name="taken">The list, which is empty.</param>
    /// <param name="count">The maximum number of pictures.</param>
    /// <param name="room">Returns the maximum number of pictures of a client.</param>
    public void Take(List<GenerationSequence> taken, int count, Func<string, int> room)
    {
        for (LinkedListNode<string>? turn = _turns.First, next; turn is not null && taken.Count < count; turn = next)
        {
            next = turn.Next;
            string client = turn.Value;
            if (taken.Count(picture => picture.Job.Client == client) >= room(client)) continue;
            LinkedList<GenerationSequence> pictures = _waiting[client];
            GenerationSequence first = pictures.First!.Value;
            int last = taken.FindLastIndex(picture => picture.Job == first.Job);
            taken.Insert(last < 0 ? taken.Count : last + 1, first);
            pictures.RemoveFirst();
            Count--;
            _turns.Remove(turn);
            if (pictures.Count == 0)
            {
                _waiting.Remove(client);
                continue;
            }

            _turns.AddLast(client);
            next ??= _turns.Last;
        }
    }

    /// <summary>Removes the waiting pictures of a job.</summary>
    public void Remove(GenerationJob job)
    {
        if (!_waiting.TryGetValue(job.Client, out LinkedList<GenerationSequence>? pictures)) return;
        for (LinkedListNode<GenerationSequence>? node = pictures.First, next; node is not null; node = next)
        {
            next = node.Next;
            if (node.Value.Job != job) continue;
            pictures.Remove(node);
            Count--;
        }

        if (pictures.Count > 0) return;
        _waiting.Remove(job.Client);
        _turns.Remove(job.Client);
    }

    /// <summary>Removes all pictures.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _turns.Clear();
        Count = 0;
    }
}
