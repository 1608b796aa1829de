namespace PixelGpt.Generation.Batching;

/// <summary>Waiting pictures. Clients take turns, picture by picture, so that none waits for all pictures of another. Not thread-safe.</summary>
internal sealed class FairQueue
{
    private readonly Dictionary<string, LinkedList<(GenerationJob Job, GenerationSequence Sequence)>> _waiting = [];

    /// <summary>The clients with waiting pictures, the next one first.</summary>
    private readonly LinkedList<string> _turns = [];

    /// <summary>The number of waiting pictures.</summary>
    public int Count { get; private set; }

    /// <summary>The total number of pixels to generate.</summary>
    public double Pixels => _waiting.Values.Sum(pictures => pictures.Sum(w => (double)w.Sequence.PixelsToGenerate));

    /// <summary>The jobs of the waiting pictures.</summary>
    public IEnumerable<GenerationJob> Jobs => _waiting.Values.SelectMany(pictures => pictures.Select(w => w.Job));

    /// <summary>Returns the number of waiting pictures of a client.</summary>
    public int CountOf(string client) => _waiting.GetValueOrDefault(client)?.Count ?? 0;

    /// <summary>Adds pictures of a client, which it gets in this order.</summary>
    public void Add(string client, GenerationJob job, IReadOnlyList<GenerationSequence> sequences)
    {
        if (sequences.Count == 0) return;
        if (!_waiting.TryGetValue(client, out LinkedList<(GenerationJob Job, GenerationSequence Sequence)>? pictures))
        {
            _waiting[client] = pictures = [];
            _turns.AddLast(client);
        }

        foreach (GenerationSequence sequence in sequences) pictures.AddLast((job, sequence));
        Count += sequences.Count;
    }

    /// <summary>Moves the next pictures to a list. Pictures of one job are consecutive there, because they can share a prefill.</summary>
    /// <param name="taken">The list, which is replaced.</param>
    /// <param name="count">The maximum number of pictures.</param>
    /// <param name="room">Returns the maximum number of pictures of a client.</param>
    public void Take(List<GenerationSequence> taken, int count, Func<string, int> room)
    {
        taken.Clear();
        if (count == 0 || Count == 0) return;
        var jobs = new List<GenerationJob>(count);
        var rooms = _turns.ToDictionary(client => client, room);
        for (LinkedListNode<string>? turn = _turns.First, next; turn is not null && taken.Count < count; turn = next)
        {
            next = turn.Next;
            string client = turn.Value;
            if (rooms[client]-- <= 0) continue;
            LinkedList<(GenerationJob Job, GenerationSequence Sequence)> pictures = _waiting[client];
            (GenerationJob job, GenerationSequence sequence) = pictures.First!.Value;
            int end = jobs.LastIndexOf(job) is >= 0 and int last ? last + 1 : jobs.Count;
            jobs.Insert(end, job);
            taken.Insert(end, sequence);
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
    public void Remove(string client, GenerationJob job)
    {
        if (!_waiting.TryGetValue(client, out LinkedList<(GenerationJob Job, GenerationSequence Sequence)>? pictures)) return;
        for (LinkedListNode<(GenerationJob Job, GenerationSequence Sequence)>? node = pictures.First, next; node is not null; node = next)
        {
            next = node.Next;
            if (node.Value.Job != job) continue;
            pictures.Remove(node);
            Count--;
        }

        if (pictures.Count > 0) return;
        _waiting.Remove(client);
        _turns.Remove(client);
    }

    /// <summary>Removes all pictures.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _turns.Clear();
        Count = 0;
    }
}
