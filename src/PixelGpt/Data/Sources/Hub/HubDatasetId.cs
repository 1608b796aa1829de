using System.Text.RegularExpressions;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>The id of a data set on the hub, written <c>hub:OWNER/DATASET</c>.</summary>
internal sealed partial record HubDatasetId(string Owner, string Name)
{
    /// <summary>The prefix of an id.</summary>
    public const string Prefix = "hub:";

    /// <summary>The repository name in requests.</summary>
    public string Repository => $"{Owner}/{Name}";

    /// <summary>The name of the cache folder. It is unique because <c>--</c> is not allowed in names.</summary>
    public string FolderName => $"{Owner}--{Name}";

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Repository}";

    /// <summary>Parses <c>hub:OWNER/DATASET</c>. Names that are valid on the hub are also safe folder names.</summary>
    /// <exception cref="InputException">The text does not have this form.</exception>
    public static HubDatasetId Parse(string text) => TryParse(text) ?? throw new InputException(
        $"'{Excerpt.Of(text, 100)}' is not the name of a hub data set; write hub:OWNER/DATASET as in the address of its page, such as hub:lca0503/ml2025-hw4-pokemon");

    /// <summary>Parses <c>hub:OWNER/DATASET</c>. Returns null if the text does not have this form.</summary>
    public static HubDatasetId? TryParse(string text) =>
        Form().Match(text) is { Success: true } match ? new HubDatasetId(match.Groups[1].Value, match.Groups[2].Value) : null;

    // huggingface_hub, utils/_validators.py: letters, digits, '-', '_', '.'; neither '--' nor '..'; no '-' or '.' at an end.
    private const string Part = "([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?)";

    [GeneratedRegex($@"\A{Prefix}(?!.*(?:--|\.\.)){Part}/{Part}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
