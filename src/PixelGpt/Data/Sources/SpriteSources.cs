using System.Globalization;
using PixelGpt.Data.Sources.Hub;

namespace PixelGpt.Data.Sources;

/// <summary>Finds the source that a <c>--data</c> value names.</summary>
public static class SpriteSources
{
    private const string Pokemon = "pokemon";
    private const string PokemonSprites = "hub:lca0503/ml2025-hw4-pokemon";
    private const string PokemonColormap = "hub:lca0503/ml2025-hw4-colormap";

    private static readonly string[] Names = [CreaturesSource.Name, Pokemon];

    /// <summary>The source that <paramref name="name"/> means.</summary>
    /// <param name="name">
    /// A folder, <c>creatures</c> or <c>creatures:SEED</c>, <c>pokemon</c> or <c>hub:OWNER/DATASET</c>. A folder that is called like one of the
    /// others is meant by <c>./pokemon</c>.
    /// </param>
    /// <param name="options">What else the user said of it.</param>
    /// <param name="hub">How the hub is reached; null takes what the environment says.</param>
    /// <exception cref="InputException">No source is called so, or it does not go with the options.</exception>
    /// <exception cref="FailureException">The hub's token could not be read.</exception>
    public static ISpriteSource Resolve(string name, SourceOptions options, HubOptions? hub = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (name == Pokemon)
        {
            SourceOptions colored = options with { Colormap = options.Colormap ?? PokemonColormap };
            return new HubSource(PokemonSprites, colored, hub ?? HubOptions.FromEnvironment(), name);
        }

        if (name.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal)) return new HubSource(name, options, hub ?? HubOptions.FromEnvironment());

        if (CreaturesSeed(name) is { } seed)
        {
            return options is { Colormap: null, Size: null }
                ? new CreaturesSource(seed, options.Splits)
                : throw new InputException("--colormap and --size do not go with creatures, which have colours and a size of their own");
        }

        if (!Directory.Exists(name)) throw Unknown(name);
        return options.Colormap is null
            ? new TextFolderSource(name, options)
            : throw new InputException($"--colormap is for hub:OWNER/DATASET; the folder '{name}' has its colours in {TextFolderSource.ColormapFile}");
    }

    /// <summary>Whether a name means a folder that is there: not one of the names that mean something else.</summary>
    internal static bool IsFolder(string name) =>
        !Names.Contains(name) && !name.StartsWith(CreaturesSource.Name + ":", StringComparison.Ordinal) && !name.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal) && Directory.Exists(name);

    /// <summary>The seed of <c>creatures</c> (0) or <c>creatures:SEED</c>; null for other names.</summary>
    private static ulong? CreaturesSeed(string name)
    {
        if (name == CreaturesSource.Name) return 0;
        string prefix = CreaturesSource.Name + ":";
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        return ulong.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new InputException($"'{name}': behind {prefix} stands a seed, a whole number such as {prefix}7");
    }

    private static InputException Unknown(string name)
    {
        if (File.Exists(name)) return new InputException($"'{name}' is a file; name the folder that holds {TextFolderSource.PixelFile} and {TextFolderSource.ColormapFile}");
        string? hint = Names.FirstOrDefault(n => Distance(n, name.ToLowerInvariant()) <= 2)
            ?? HubHint(name)?.ToString();
        string problem = $"'{name}' is neither a folder nor creatures, pokemon or hub:OWNER/DATASET";
        return new InputException(hint is null ? problem : $"{problem}; did you mean {hint}?");
    }

    /// <summary>The hub data set that a bare OWNER/DATASET, another prefix or its page's address means.</summary>
    private static HubDatasetId? HubHint(string name)
    {
        const string Page = "huggingface.co/datasets/";
        int page = name.IndexOf(Page, StringComparison.OrdinalIgnoreCase);
        int start = page >= 0 ? page + Page.Length : name.IndexOf(':', StringComparison.Ordinal) + 1;
        return HubDatasetId.TryParse($"{HubDatasetId.Prefix}{name[start..].Trim('/')}");
    }

    /// <summary>How many letters must be put in, left out or changed to make one word the other (Levenshtein 1966).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
