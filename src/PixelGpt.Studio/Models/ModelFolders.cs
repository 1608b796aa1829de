using System.Text.RegularExpressions;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Models;

/// <summary>The models folder, whose sub-folders are models and runs. Ids cannot refer to folders outside of it.</summary>
internal sealed partial class ModelFolders(string root)
{
    /// <summary>Name of the folder with the data sets that were uploaded.</summary>
    public const string DatasetsName = "datasets";

    /// <summary>An ensemble has one level of sub-folders.</summary>
    private const int MaxDepth = 2;

    /// <summary>The full path of the models folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The full path of the folder with the data sets that were uploaded.</summary>
    public string Datasets => Path.Combine(Root, DatasetsName);

    /// <summary>Returns the names of all sub-folders that hold a model or a run, in alphabetical order.</summary>
    /// <exception cref="ApiException">The models folder cannot be read.</exception>
    public IReadOnlyList<string> Ids()
    {
        if (!Directory.Exists(Root)) return [];
        try
        {
            return
            [
                .. new DirectoryInfo(Root).EnumerateDirectories()
                    .Where(d => IsName(d.Name) && IsWithin(d) && IsModelOrRun(new RunFolder(d.FullName)))
                    .Select(d => d.Name).Order(StringComparer.OrdinalIgnoreCase),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ApiException.Unavailable("the models folder cannot be read; the operator of the studio must check its permissions");
        }
    }

    /// <summary>Returns the ids of all models: those of the folders, followed by the built-in model. A folder of its name is ignored.</summary>
    public IReadOnlyList<string> ModelIds() => [.. Ids().Where(id => id != ModelSource.BuiltInName), ModelSource.BuiltInName];

    /// <summary>Returns the folder of a model or run.</summary>
    /// <exception cref="ApiException">There is no such folder.</exception>
    /// <exception cref="InputException">The folder has a link that leads out of the models folder.</exception>
    public RunFolder Find(string id)
    {
        if (TryFind(id) is { } folder)
        {
            if (LinkOut(folder) is { } link) throw new InputException($"the folder '{id}' has a link to a file outside of the models folder: {link}; replace it with a copy of the file");
            return folder;
        }

        throw ApiException.NotFound(id == ModelSource.BuiltInName
            ? "the built-in model has no run; it completes pictures, and other models can start from it ('from': 'built-in'), but it cannot be resumed, renamed, deleted, stopped, reported on or compared"
            : $"no model or run has the id '{Excerpt.Of(id)}'; /api/v1/models and /api/v1/runs list the ids");
    }

    /// <summary>Returns a model: the built-in one if it has this id, or else that of a folder.</summary>
    /// <exception cref="ApiException">There is no such model.</exception>
    public ModelSource FindModel(string id) => id == ModelSource.BuiltInName ? ModelSource.BuiltIn : ModelSource.Of(Find(id));

    /// <summary>Returns whether a folder has a run.</summary>
    public bool IsRun(string id) => TryFind(id) is { HasRun: true };

    /// <summary>Makes paths in a message relative to the models folder, and removes the folders of others, because clients must not learn them.</summary>
    public string WithoutRoot(string message) => ClientMessage.WithoutFolders(message.Replace(Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));

    /// <summary>Returns the message of a failure in the background, with paths relative to the models folder.</summary>
    public string Describe(Exception e) => e is PixelGptException ? WithoutRoot(e.Message) : ClientMessage.Of(e);

    /// <summary>Returns whether a sub-folder may have this name.</summary>
    public static bool IsName(string id) => Name().IsMatch(id);

    private RunFolder? TryFind(string id)
    {
        if (!IsName(id)) return null;
        var folder = new DirectoryInfo(Path.Combine(Root, id));
        return folder.Exists && IsWithin(folder) ? new RunFolder(folder.FullName) : null;
    }

    private static bool IsModelOrRun(RunFolder folder) => folder.HasRun || File.Exists(folder.Config) || EnsembleFolder.Exists(folder.Path);

    /// <summary>Returns the relative path of a link that leads out of the models folder, because the folder may be from someone else; null if there is none.</summary>
    private string? LinkOut(RunFolder folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, AttributesToSkip = FileAttributes.None };
        try
        {
            FileSystemInfo? link = new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", all).FirstOrDefault(entry => entry.LinkTarget is not null && !IsWithin(entry));
            return link is null ? null : Path.GetRelativePath(folder.Path, link.FullName);
        }
        catch (DirectoryNotFoundException)
        {
            // A training run or another process has removed a folder meanwhile.
            return null;
        }
    }

    /// <summary>Returns whether a file or folder is in the models folder; false for a symbolic link to one outside of it.</summary>
    private bool IsWithin(FileSystemInfo entry)
    {
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is not { } target || Path.GetFullPath(target.FullName).StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Name();
}
