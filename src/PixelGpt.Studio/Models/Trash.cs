using System.Globalization;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Models;

/// <summary>
/// The trash: deleted models, runs and data sets, in the folder <c>.trash</c> of the models folder until they are restored or a week old.
/// A folder in it is named <c>TIME~KIND~ID</c>.
/// </summary>
internal sealed class Trash(ModelFolders folders, StudioOptions options)
{
    /// <summary>The kind of a model or run.</summary>
    public const string ModelKind = "model";

    /// <summary>The kind of a data set.</summary>
    public const string DatasetKind = "dataset";

    private const string TimeFormat = "yyyyMMddHHmmssfff";

    /// <summary>How long deleted folders can be restored.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();

    private string Root => Path.Combine(folders.Root, ".trash");

    /// <summary>Returns what can be restored, the most recently deleted first.</summary>
    public IReadOnlyList<TrashBody> All() => !Directory.Exists(Root) ? [] : [.. new DirectoryInfo(Root).EnumerateDirectories().Select(d => Parse(d.Name)).OfType<TrashBody>().OrderByDescending(t => t.Trash, StringComparer.Ordinal)];

    /// <summary>Moves a folder to the trash, and deletes what has been in it for too long.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="kind">The kind.</param>
    /// <returns>The item of the trash.</returns>
    /// <exception cref="FailureException">The folder could not be moved.</exception>
    public TrashBody Add(string path, string kind)
    {
        lock (_gate)
        {
            Purge();
            string id = Path.GetFileName(path);
            DateTimeOffset time = options.TimeProvider.GetUtcNow();
            string name;
            while (Path.Exists(Path.Combine(Root, name = $"{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}~{kind}~{id}"))) time = time.AddMilliseconds(1);
            Directory.CreateDirectory(Root);
            FolderMove.Run(path, Path.Combine(Root, name));
            return Parse(name)!;
        }
    }

    /// <summary>Moves a folder back to its place.</summary>
    /// <param name="trash">The id of the item.</param>
    /// <exception cref="ApiException">There is no such item, or its name is taken in the meantime.</exception>
    /// <exception cref="FailureException">The folder could not be moved.</exception>
    public TrashBody Restore(string trash)
    {
        lock (_gate)
        {
            TrashBody item = Find(trash);
            string target = Path.Combine(item.Kind == DatasetKind ? folders.Datasets : folders.Root, item.Id);
            if (Path.Exists(target)) throw ApiException.Conflict($"'{item.Id}' cannot be restored, because the name is taken in the meantime; rename or delete the other one first");
            FolderMove.Run(Path.Combine(Root, trash), target);
            return item;
        }
    }

    /// <summary>Deletes an item for good.</summary>
    /// <exception cref="ApiException">There is no such item.</exception>
    /// <exception cref="FailureException">The folder could not be deleted.</exception>
    public void Delete(string trash)
    {
        lock (_gate)
        {
            string path = Path.Combine(Root, Find(trash).Trash);
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FailureException($"{path}: could not be deleted: {e.Message}", e);
            }
        }
    }

    private TrashBody Find(string trash) =>
        All().FirstOrDefault(t => t.Trash == trash) ?? throw ApiException.NotFound($"the trash has no '{Excerpt.Of(trash)}'; /api/v1/trash lists what can be restored");

    private void Purge()
    {
        DateTimeOffset oldest = options.TimeProvider.GetUtcNow() - Kept;
        foreach (TrashBody item in All().Where(t => t.Deleted < oldest))
        {
            try
            {
                Directory.Delete(Path.Combine(Root, item.Trash), recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What cannot be deleted now is deleted the next time.
            }
        }
    }

    /// <summary>Reads the name of a folder in the trash; null if the studio has not created it.</summary>
    private static TrashBody? Parse(string name)
    {
        string[] parts = name.Split('~');
        return parts.Length == 3 && parts[1] is ModelKind or DatasetKind && ModelFolders.IsName(parts[2])
            && DateTimeOffset.TryParseExact(parts[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? new TrashBody(name, parts[2], parts[1], time)
            : null;
    }
}
