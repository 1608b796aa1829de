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

    /// <summary>The full path of the models folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The full path of the folder with the data sets that were uploaded.</summary>
    public string Datasets => Path.Combine(Root, DatasetsName);

    /// <summary>Returns the names of all sub-folders that hold a model or a run, in alphabetical order.</summary>
    public IReadOnlyList<string> Ids() => !Directory.Exists(Root) ? [] :
    [
        .. new DirectoryInfo(Root).EnumerateDirectories()
            .Where(d => IsName(d.Name) && IsWithin(d) && IsModelOrRun(new RunFolder(d.FullName)))
            .Select(d => d.Name).Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Returns the ids of all models: those of the folders, followed by the built-in model. A folder of its name is ignored.</summary>
    public IReadOnlyList<string> ModelIds() => [.. Ids().Where(id => id != ModelSource.BuiltInName), ModelSource.BuiltInName];

    /// <summary>Returns the folder of a model or run.</summary>
    /// <exception cref="ApiException">There is no such folder.</exception>
    public RunFolder Find(string id)
    {
        if (TryFind(id) is { } folder) return folder;
        throw ApiException.NotFound(id == ModelSource.BuiltInName
            ? "the built-in model has no run; it completes pictures, and other models can start from it ('from': 'built-in'), but it cannot be resumed, renamed, deleted, stopped, reported on or compared"
            : $"no model or run has the id '{Excerpt.Of(id)}'; /api/v1/models and /api/v1/runs list the ids");
    }

    /// <summary>Returns a model: the built-in one if it has this id, or else that of a folder.</summary>
    /// <exception cref="ApiException">There is no such model.</exception>
    public ModelSource FindModel(string id) => id == ModelSource.BuiltInName ? ModelSource.BuiltIn : ModelSource.Of(Find(id));

    /// <summary>Returns whether a sub-folder may have this name.</summary>
    public static bool IsName(string id) => Name().IsMatch(id);

    private RunFolder? TryFind(string id)
    {
        if (!IsName(id)) return null;
        var folder = new DirectoryInfo(Path.Combine(Root, id));
        return folder.Exists && IsWithin(folder) ? new RunFolder(folder.FullName) : null;
    }

    private static bool IsModelOrRun(RunFolder folder) => folder.HasRun || File.Exists(folder.Config) || EnsembleFolder.Exists(folder.Path);

    /// <summary>Returns whether a folder is in the models folder; false for a symbolic link to a folder outside of it.</summary>
    private bool IsWithin(DirectoryInfo folder)
    {
        try
        {
            return folder.ResolveLinkTarget(returnFinalTarget: true) is not { } target || Path.GetFullPath(target.FullName).StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Name();
}
