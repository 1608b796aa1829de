using PixelGpt.Data;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>Data sets in memory, the few that were used last; one whose files have changed is read anew.</summary>
internal sealed class DataCache
{
    private const int MaxLoaded = 16;

    private readonly Lock _gate = new();
    private readonly List<(DataReference Reference, long Stamp, Task<SpriteDataset> Data)> _loaded = [];

    /// <summary>Loads a data set, or gives the one that is loaded already.</summary>
    /// <exception cref="InputException">There is none, or it is not sound.</exception>
    public async Task<SpriteDataset> LoadAsync(DataReference reference, CancellationToken cancellationToken)
    {
        Task<SpriteDataset> data;
        long stamp = Stamp(reference.Source);
        lock (_gate)
        {
            // What went wrong once may be mended meanwhile.
            _loaded.RemoveAll(l => l.Data.IsFaulted || l.Data.IsCanceled || (l.Reference == reference && l.Stamp != stamp));
            int found = _loaded.FindIndex(l => l.Reference == reference);
            data = found >= 0 ? _loaded[found].Data : Task.Run(() => reference.LoadAsync(), CancellationToken.None);
            if (found >= 0) _loaded.RemoveAt(found);
            _loaded.Add((reference, stamp, data));
            if (_loaded.Count > MaxLoaded) _loaded.RemoveAt(0);
        }

        return await data.WaitAsync(cancellationToken);
    }

    /// <summary>A number that is another one after a change of any file; 0 for what is no folder.</summary>
    private static long Stamp(string source)
    {
        if (!Directory.Exists(source)) return 0;
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };

        // A sum, as the order of files is nobody's promise.
        return new DirectoryInfo(source).EnumerateFiles("*", everything).Sum(f => (long)HashCode.Combine(f.FullName, f.Length, f.LastWriteTimeUtc.Ticks));
    }
}
