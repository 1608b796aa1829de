using System.Text.RegularExpressions;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>A data set on the hub, written <c>hub:OWNER/DATASET</c>.</summary>
internal sealed partial record HubDatasetId(string Owner, string Name)
{
    /// <summary>What such a name begins with.</summary>
    public const string Prefix = "hub:";

    /// <summary>The data set's name in requests.</summary>
    public string Repository => $"{Owner}/{Name}";

    /// <summary>The data set's folder in a cache; <c>--</c> cannot occur in a name.</summary>
    public string FolderName => $"{Owner}--{Name}";

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Repository}";

    /// <summary>Reads <c>hub:OWNER/DATASET</c>. What the hub allows in names also makes them safe as a folder's.</summary>
    /// <exception cref="InputException">It is not of that form.</exception>
    public static HubDatasetId Parse(string text) => TryParse(text) ?? throw new InputException(
        $"'{Excerpt.Of(text, 100)}' is not the name of a hub data set: write hub:OWNER/DATASET as its page's address ends, such as hub:lca0503/ml2025-hw4-pokemon");

    /// <summary>As <see cref="Parse"/>, but null where the text is not of that form.</summary>
    public static HubDatasetId? TryParse(string text) =>
        Form().Match(text) is { Success: true } match ? new HubDatasetId(match.Groups[1].Value, match.Groups[2].Value) : null;

    // huggingface_hub, utils/_validators.py: letters, digits, '-', '_', '.'; neither '--' nor '..'; no '-' or '.' at an end.
    private const string Part = "([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?)";

    [GeneratedRegex($@"\A{Prefix}(?!.*(?:--|\.\.)){Part}/{Part}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
