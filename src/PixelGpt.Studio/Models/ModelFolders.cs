using System.Text.RegularExpressions;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;

namespace PixelGpt.Studio.Models;

/// <summary>The folder whose sub-folders are models and runs. Nothing outside it is ever opened, whatever name is asked for.</summary>
internal sealed partial class ModelFolders(string root)
{
    /// <summary>The folder, whole.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The names of what may be a model or a run, in alphabetical order.</summary>
    public IReadOnlyList<string> Ids() => !Directory.Exists(Root) ? [] :
    [
        .. new DirectoryInfo(Root).EnumerateDirectories()
            .Where(d => IsName(d.Name) && IsWithin(d) && IsModelOrRun(new RunFolder(d.FullName)))
            .Select(d => d.Name).Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The folder of a model or run.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public RunFolder Find(string id)
    {
        var folder = new DirectoryInfo(Path.Combine(Root, IsName(id) ? id : "."));
        if (!IsName(id) || !folder.Exists || !IsWithin(folder)) throw ApiException.NotFound($"there is no model or run '{Excerpt.Of(id)}'; /api/v1/models and /api/v1/runs list those there are");
        return new RunFolder(folder.FullName);
    }

    /// <summary>Whether a name is one that folders here may have.</summary>
    public static bool IsName(string id) => Name().IsMatch(id);

    private static bool IsModelOrRun(RunFolder folder) => folder.HasRun || File.Exists(folder.Config);

    /// <summary>A link may not lead elsewhere.</summary>
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
