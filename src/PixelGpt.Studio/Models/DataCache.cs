using PixelGpt.Data;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>Data sets in memory, the few that were used last.</summary>
internal sealed class DataCache
{
    private const int MaxLoaded = 4;

    private readonly Lock _gate = new();
    private readonly List<(DataReference Reference, Task<SpriteDataset> Data)> _loaded = [];

    /// <summary>Loads a data set, or gives the one that is loaded already.</summary>
    /// <exception cref="InputException">There is none, or it is not sound.</exception>
    public async Task<SpriteDataset> LoadAsync(DataReference reference, CancellationToken cancellationToken)
    {
        Task<SpriteDataset> data;
        lock (_gate)
        {
            // What went wrong once may be mended meanwhile.
            _loaded.RemoveAll(l => l.Data.IsFaulted || l.Data.IsCanceled);
            int found = _loaded.FindIndex(l => l.Reference == reference);
            data = found >= 0 ? _loaded[found].Data : Task.Run(() => reference.LoadAsync(), CancellationToken.None);
            if (found >= 0) _loaded.RemoveAt(found);
            _loaded.Add((reference, data));
            if (_loaded.Count > MaxLoaded) _loaded.RemoveAt(0);
        }

        return await data.WaitAsync(cancellationToken);
    }
}
