namespace PixelGpt.Generation.Batching;

/// <summary>Selects the pictures of a thread that get a pixel in the next step: the same number of each client.</summary>
/// <param name="places">The number of places for pictures.</param>
/// <param name="size">The maximum number of pixels per step.</param>
internal sealed class ClientTurns(int places, int size)
{
    /// <summary>The occupied places in the order in which their pictures came.</summary>
    private readonly List<int> _order = new(places);
    private readonly string[] _clients = new string[places];

    /// <summary>For each place, the number of its client; numbers are used again.</summary>
    private readonly int[] _groups = new int[places];
    private readonly int[] _counts = new int[places];
    private readonly int[] _given = new int[places];
    private readonly List<int> _selected = new(size);
    private int _turn;

    /// <summary>Returns the number of places that a client occupies.</summary>
    public int CountOf(string client)
    {
        int count = 0;
        foreach (int place in _order)
        {
            if (_clients[place] == client) count++;
        }

        return count;
    }

    /// <summary>A picture takes a place.</summary>
    public void Enter(int place, string client)
    {
        int known = _order.FindIndex(other => _clients[other] == client);
        _groups[place] = known >= 0 ? _groups[_order[known]] : Array.IndexOf(_counts, 0);
        _clients[place] = client;
        _counts[_groups[place]]++;
        _order.Add(place);
    }

    /// <summary>A picture leaves its place.</summary>
    public void Leave(int place)
    {
        _order.Remove(place);
        _counts[_groups[place]]--;
    }

    /// <summary>
    /// Returns the places whose pictures get a pixel in the next step. While there are several clients, each gets as many pixels as the
    /// one with the fewest pictures has pictures, its oldest ones first. If there are more clients than pixels, they take turns.
    /// </summary>
    public IReadOnlyList<int> Next()
    {
        int clients = 0, fewest = int.MaxValue;
        foreach (int count in _counts)
        {
            if (count == 0) continue;
            clients++;
            fewest = Math.Min(fewest, count);
        }

        if (clients <= 1 && _order.Count <= size) return _order;
        int share = Math.Clamp(size / clients, 1, fewest), start = clients > size ? _turn++ % _order.Count : 0;
        _selected.Clear();
        Array.Clear(_given);
        for (int i = 0; i < _order.Count && _selected.Count < size; i++)
        {
            int place = _order[(start + i) % _order.Count];
            if (_given[_groups[place]]++ < share) _selected.Add(place);
        }

        return _selected;
    }
}
