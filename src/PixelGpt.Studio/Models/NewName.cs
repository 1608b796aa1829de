using System.Text.RegularExpressions;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>The rules for names of new runs, models and data sets, which are names of folders on any system.</summary>
internal static partial class NewName
{
    /// <summary>Maximum length of a name.</summary>
    public const int MaxLength = 100;

    /// <summary>Names that are part of an address of the API, or folders of the studio in the models folder.</summary>
    private static readonly string[] Reserved = ["compare", ModelSource.BuiltInName, ModelFolders.DatasetsName];

    /// <summary>Checks a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What is named, such as run.</param>
    /// <returns>The name.</returns>
    /// <exception cref="InputException">The name is not allowed.</exception>
    public static string Check(string name, string what)
    {
        if (!Allowed().IsMatch(name) || name.Length > MaxLength)
            throw new InputException($"invalid {what} name '{Excerpt.Of(name)}': use up to {MaxLength} letters, digits, '.', '_' and '-', starting with a letter, a digit or '_', and not ending with '.'");
        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || WindowsDevice().IsMatch(name))
            throw new InputException($"invalid {what} name '{Excerpt.Of(name)}': this name is reserved; use another one");
        return name;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_-])?\z")]
    private static partial Regex Allowed();

    /// <summary>Names that Windows does not allow for folders, with or without an extension.</summary>
    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex WindowsDevice();
}
