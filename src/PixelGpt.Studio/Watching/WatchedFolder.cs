using System.Threading.Channels;
using PixelGpt.Pictures;

namespace PixelGpt.Studio.Watching;

/// <summary>Reports the pictures of a folder that were saved: those that exist at the start, and later changes. Sub-folders are not watched.</summary>
internal sealed class WatchedFolder : IDisposable
{
    private readonly string _path;
    private readonly Channel<string> _saved = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> _waiting = [];
    private readonly Lock _gate = new();
    private readonly FileSystemWatcher _watcher;

    /// <summary>Starts to watch.</summary>
    /// <param name="path">The full path of the folder.</param>
    /// <exception cref="IOException">The folder cannot be watched.</exception>
    public WatchedFolder(string path)
    {
        _path = path;
        _watcher = new FileSystemWatcher(path) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _watcher.Created += (_, e) => Add(e.FullPath);
        _watcher.Changed += (_, e) => Add(e.FullPath);
        _watcher.Renamed += (_, e) => Add(e.FullPath);

        // Changes were lost because there were too many, so all files may have changed.
        _watcher.Error += (_, _) => Scan();
        _watcher.EnableRaisingEvents = true;
        Scan();
    }

    /// <summary>Waits for the next picture. Several changes of a picture that waits are one.</summary>
    public async Task<string> NextAsync(CancellationToken stop)
    {
        string file = await _saved.Reader.ReadAsync(stop);
        lock (_gate) _waiting.Remove(file);
        return file;
    }

    /// <summary>Reports a picture again.</summary>
    public void Add(string file)
    {
        // Hidden files are the temporary files of programs that replace a picture atomically.
        if (!ReadableFormats.All.HasExtension(file) || Path.GetFileName(file).StartsWith('.')) return;
        lock (_gate)
        {
            if (_waiting.Add(file)) _saved.Writer.TryWrite(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    private void Scan()
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(_path).Order(StringComparer.Ordinal)) Add(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder was deleted; there is nothing to draw until it exists again and the studio is restarted.
        }
    }
}
