using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Watching;

/// <summary>What happened to the pictures of watched folders: one line each for the terminal, and the last ones for the page.</summary>
internal sealed class WatchLog(StudioOptions options)
{
    private const int MaxEntries = 50;

    private readonly LinkedList<WatchedPictureBody> _entries = [];
    private readonly Lock _gate = new();
    private int _count;

    /// <summary>The last entries, latest first.</summary>
    public IReadOnlyList<WatchedPictureBody> Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    /// <summary>Records that a picture got candidates.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="candidates">Its candidates.</param>
    /// <param name="notes">What a user may want to know about the picture.</param>
    public void AddDrawn(string file, IReadOnlyList<string> candidates, IReadOnlyList<string> notes)
    {
        string what = candidates.Count == 1 ? candidates[0] : $"{candidates[0]} and {candidates.Count - 1} more";
        Add(file, candidates, null);
        options.Watch.Report?.Invoke($"{file}: {string.Join("; ", [$"wrote {what}", .. notes])}", false);
    }

    /// <summary>Records that a picture could not get candidates.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="error">What is wrong and how to fix it.</param>
    public void AddError(string file, string error)
    {
        Add(file, [], error);
        options.Watch.Report?.Invoke(error.StartsWith(file, StringComparison.Ordinal) ? error : $"{file}: {error}", true);
    }

    private void Add(string file, IReadOnlyList<string> candidates, string? error)
    {
        lock (_gate)
        {
            _entries.AddFirst(new WatchedPictureBody(++_count, file, candidates, error));
            if (_entries.Count > MaxEntries) _entries.RemoveLast();
        }
    }
}
