using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>The KV caches of one sequence: one per transformer of the model.</summary>
/// <param name="transformers">The transformers of the model, see <see cref="PixelModel.Transformers"/>.</param>
/// <param name="capacity">Maximum number of positions.</param>
internal sealed class SequenceCache(IReadOnlyList<Transformer> transformers, int capacity)
{
    private readonly KeyValueCache[] _caches = [.. transformers.Select(t => new KeyValueCache(t.Description, capacity))];

    /// <summary>The cache of a transformer.</summary>
    /// <param name="transformer">Index of the transformer.</param>
    public KeyValueCache this[int transformer] => _caches[transformer];

    /// <summary>Copies the first <paramref name="positions"/> positions of another cache of the same model.</summary>
    public void CopyFrom(SequenceCache other, int positions)
    {
        for (int i = 0; i < _caches.Length; i++) _caches[i].CopyFrom(other._caches[i], positions);
    }

    /// <summary>Returns whether every layer has room for a number of positions at once, so that rows may be stored in any order.</summary>
    public bool CanHold(int positions) => _caches.All(cache => cache.CanHold(positions));
}
