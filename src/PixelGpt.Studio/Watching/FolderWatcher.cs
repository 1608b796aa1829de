using Microsoft.Extensions.Hosting;
using PixelGpt.Imaging;
using PixelGpt.IO;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Editing;

namespace PixelGpt.Studio.Watching;

/// <summary>Draws candidates of the pictures that are saved in the watched folders, one picture per folder at a time.</summary>
internal sealed class FolderWatcher(StudioOptions options, Drawings drawings, WatchLog log) : BackgroundService
{
    private const int MaxFileBytes = 1 << 26;

    /// <summary>A file that cannot be read is read again after these waits, because its program may still be writing it. Every change of the file starts them again.</summary>
    private static readonly TimeSpan[] Waits = [.. Enumerable.Range(0, 6).Select(i => TimeSpan.FromMilliseconds(50 << i))];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(options.Watch.Folders.Select(folder => WatchAsync(Path.GetFullPath(folder), stoppingToken)));

    private async Task WatchAsync(string path, CancellationToken stop)
    {
        try
        {
            using var folder = new WatchedFolder(path);
            Dictionary<string, Attempt> attempts = FindCurrent(path);
            while (true) await HandleAsync(folder, await folder.NextAsync(stop), attempts, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The studio closes.
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            log.AddError(path, $"the folder cannot be watched: {e.Message}");
        }
    }

    /// <summary>Returns the pictures that got their candidates before the studio was started.</summary>
    private Dictionary<string, Attempt> FindCurrent(string path)
    {
        var current = new Dictionary<string, Attempt>();
        foreach (string file in Directory.EnumerateFiles(path).Where(file => new CandidateFiles(file).AreCurrent(options.Watch.Candidates)))
        {
            try
            {
                current[file] = new Attempt(WatchedPicture.SeedOf(InputFile.ReadAllBytes(file, MaxFileBytes, "a picture")), 0, IsOver: true);
            }
            catch (PixelGptException)
            {
                // The file is read again, and reported, like one that was just saved.
            }
        }

        return current;
    }

    private async Task HandleAsync(WatchedFolder folder, string file, Dictionary<string, Attempt> attempts, CancellationToken stop)
    {
        if (!File.Exists(file)) return;
        Attempt last = attempts.GetValueOrDefault(file);
        ulong seed = 0;
        WatchedPicture picture;
        try
        {
            byte[] content = InputFile.ReadAllBytes(file, MaxFileBytes, "a picture");
            seed = WatchedPicture.SeedOf(content);
            if (last.IsOver && last.Seed == seed) return;
            picture = WatchedPicture.Read(content, file, options.Watch.MaskColor);
        }
        catch (PixelGptException e)
        {
            int failures = last.Seed == seed ? last.Failures : 0;
            bool isOver = failures == Waits.Length;
            attempts[file] = new Attempt(seed, failures + 1, isOver);
            if (isOver) log.AddError(file, e.Message);
            else _ = AddLaterAsync(folder, file, Waits[failures], stop);
            return;
        }

        attempts[file] = new Attempt(seed, 0, IsOver: true);
        if (picture.Picture is { } edited) await DrawAsync(file, picture, edited, stop);
    }

    private async Task DrawAsync(string file, WatchedPicture picture, EditedPicture edited, CancellationToken stop)
    {
        try
        {
            (IReadOnlyList<PixelImage> pictures, IReadOnlyList<string> notes) = await drawings.DrawAsync(new DrawingRequest(edited, options.Watch.Candidates, picture.Seed) { Client = "watched folders" }, stop);
            log.AddDrawn(file, new CandidateFiles(file).Write([.. pictures.Select(p => PixelScale.Enlarge(p, picture.Scale))]), [.. picture.Notes, .. notes]);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.AddError(file, e is PixelGptException or TimeoutException ? e.Message : "the picture could not be drawn because of an internal error; save it again to try again");
        }
    }

    private async Task AddLaterAsync(WatchedFolder folder, string file, TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, options.TimeProvider, stop);
            folder.Add(file);
        }
        catch (OperationCanceledException)
        {
            // The studio closes.
        }
    }

    /// <summary>The last attempt to read a file.</summary>
    /// <param name="Seed">Identifies the content of the file; 0 if it could not be opened.</param>
    /// <param name="Failures">How often it could not be read.</param>
    /// <param name="IsOver">Whether it is not read again unless it changes.</param>
    private readonly record struct Attempt(ulong Seed, int Failures, bool IsOver);
}
