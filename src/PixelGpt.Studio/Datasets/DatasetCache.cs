using PixelGpt.Data;
using PixelGpt.Parquet;
using PixelGpt.Pictures;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Datasets;

/// <summary>Holds the last used data sets in memory. A data set is loaded again after its files have changed.</summary>
internal sealed class DatasetCache(DatasetFolders folders)
{
    private const int MaxLoaded = 16;

    private readonly Lock _gate = new();
    private readonly List<(DataReference Reference, long Stamp, Task<SpriteDataset> Data)> _loaded = [];

    /// <summary>Returns a data set of the studio, which is loaded if needed.</summary>
    /// <param name="reference">The data set, which a run may name.</param>
    /// <param name="cancellationToken">Cancels the wait; loading continues for other callers.</param>
    /// <exception cref="InputException">The data set is not one of the studio's, does not exist or is invalid.</exception>
    public async Task<SpriteDataset> LoadAsync(DataReference reference, CancellationToken cancellationToken)
    {
        folders.Check(reference);
        Task<SpriteDataset> data;
        long stamp = Stamp(reference.Source);
        lock (_gate)
        {
            // Failed loads are repeated, because the user may have fixed the files.
            _loaded.RemoveAll(l => l.Data.IsFaulted || l.Data.IsCanceled || (l.Reference == reference && l.Stamp != stamp));
            int found = _loaded.FindIndex(l => l.Reference == reference);
            data = found >= 0 ? _loaded[found].Data : Task.Run(() => reference.LoadAsync(ParquetSources.All, ReadableFormats.All), CancellationToken.None);
            if (found >= 0) _loaded.RemoveAt(found);
            _loaded.Add((reference, stamp, data));
            if (_loaded.Count > MaxLoaded) _loaded.RemoveAt(0);
        }

        return await data.WaitAsync(cancellationToken);
    }

    /// <summary>Computes a number that changes when a file of the folder changes; 0 if the source is not a folder.</summary>
    private static long Stamp(string source)
    {
        if (!Directory.Exists(source)) return 0;
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };

        // The hashes are summed because the order of files is unspecified.
        return new DirectoryInfo(source).EnumerateFiles("*", everything).Sum(f => (long)HashCode.Combine(f.FullName, f.Length, f.LastWriteTimeUtc.Ticks));
    }
}
