using System.Globalization;
using PixelGpt.Data.Sources.Creatures;
using PixelGpt.Data.Sources.Hub;

namespace PixelGpt.Data.Sources;

/// <summary>Finds the source of a <c>--data</c> value.</summary>
public static class SpriteSources
{
    private const string Pokemon = "pokemon";
    private const string PokemonSprites = "hub:lca0503/ml2025-hw4-pokemon";
    private const string PokemonColormap = "hub:lca0503/ml2025-hw4-colormap";

    private static readonly string[] Names = [CreaturesSource.Name, Pokemon];

    /// <summary>Returns the source with a name.</summary>
    /// <param name="name">
    /// A folder, <c>creatures</c>, <c>creatures:SIZE</c>, <c>creatures:SEED</c>, <c>creatures:SIZE:SEED</c>, <c>pokemon</c> or
    /// <c>hub:OWNER/DATASET</c>. To use a folder with one of these names, write <c>./pokemon</c>.
    /// </param>
    /// <param name="options">Further options.</param>
    /// <param name="hub">Settings of the hub; null for those of the environment.</param>
    /// <param name="providers">Further sources, which are preferred for folders, files and hub data sets; null for none.</param>
    /// <returns>The source; nothing is loaded yet.</returns>
    /// <exception cref="InputException">There is no such source, or it does not support the options.</exception>
    /// <exception cref="FailureException">The access token of the hub cannot be read.</exception>
    public static ISpriteSource Resolve(string name, SourceOptions options, HubOptions? hub = null, IReadOnlyList<ISourceProvider>? providers = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (name == Pokemon)
        {
            SourceOptions colored = options with { Colormap = options.Colormap ?? PokemonColormap };
            return new HubSource(PokemonSprites, colored, hub ?? HubOptions.FromEnvironment(), name);
        }

        if (name == CreaturesSource.Name || name.StartsWith(CreaturesSource.Name + ":", StringComparison.Ordinal))
        {
            return options is { Colormap: null, Size: null, Config: null, Column: null }
                ? Creatures(name.Length > CreaturesSource.Name.Length ? name[(CreaturesSource.Name.Length + 1)..] : null, options.Splits)
                : throw new InputException("creatures does not support --colormap, --size, --config-name and --column, because its colours are fixed and its size is part of its name, such as creatures:24");
        }

        foreach (ISourceProvider provider in providers ?? [])
        {
            if (provider.Find(name, options, hub) is { } source) return source;
        }

        if (name.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal)) return new HubSource(name, options, hub ?? HubOptions.FromEnvironment());
        if (!Directory.Exists(name)) throw Unknown(name);
        if (options.Config is not null || options.Column is not null) throw new InputException($"--config-name and --column are only for hub:OWNER/DATASET and parquet files; '{name}' is a folder with {TextFolderSource.PixelFile}");
        return options.Colormap is null
            ? new TextFolderSource(name, options)
            : throw new InputException($"--colormap is only for hub:OWNER/DATASET and parquet files; the colours of the folder '{name}' are in {TextFolderSource.ColormapFile}");
    }

    /// <summary>Returns the hub data set of a name, <c>hub:OWNER/DATASET</c>; null if it is not on the hub.</summary>
    internal static string? HubNameOf(string name) => name == Pokemon ? PokemonSprites : HubDatasetId.TryParse(name)?.ToString();

    /// <summary>Whether a name refers to an existing folder or file and not to another source.</summary>
    internal static bool IsPath(string name) =>
        !Names.Contains(name) && !name.StartsWith(CreaturesSource.Name + ":", StringComparison.Ordinal) && !name.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal) && Path.Exists(name);

    /// <summary>Returns the source of the text after <c>creatures:</c>, which is <c>SIZE</c>, <c>SEED</c> or <c>SIZE:SEED</c>, or null if there is none.</summary>
    private static CreaturesSource Creatures(string? text, SplitPlan? splits)
    {
        if (text is null) return new CreaturesSource(0, splits);
        string[] parts = text.Split(':', 2);
        if (parts[0] == CreatureGenerator.Side.ToString(CultureInfo.InvariantCulture) && parts.Length == 2) return new CreaturesSource(Seed(parts[1]), splits);
        if (CreatureSize.Find(parts[0]) is null && parts.Length == 1) return new CreaturesSource(Seed(text), splits);
        return new CreaturesSource(parts[0], parts.Length == 2 ? Seed(parts[1]) : 0, splits);

        ulong Seed(string seed) => ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw new InputException($"after '{CreaturesSource.Name}:' a size ({string.Join(", ", CreatureSize.All.Select(s => s.Name))}), a seed, or SIZE:SEED is expected, such as {CreaturesSource.Name}:24 or {CreaturesSource.Name}:24:7 (got '{Excerpt.Of(text)}')");
    }

    private static InputException Unknown(string name)
    {
        if (File.Exists(name)) return new InputException($"'{name}' is a file; give the folder that contains {TextFolderSource.PixelFile} and {TextFolderSource.ColormapFile}, or a parquet file (*.parquet)");
        string? hint = Names.FirstOrDefault(n => EditDistance.Of(n, name) <= 2)
            ?? HubHint(name)?.ToString();
        string problem = $"'{name}' is not an existing folder, creatures, pokemon or hub:OWNER/DATASET";
        return new InputException(hint is null ? problem : $"{problem}; did you mean {hint}?");
    }

    /// <summary>Returns the hub data set that a name without prefix, with another prefix, or the address of its page refers to.</summary>
    private static HubDatasetId? HubHint(string name)
    {
        const string Page = "huggingface.co/datasets/";
        int page = name.IndexOf(Page, StringComparison.OrdinalIgnoreCase);
        int start = page >= 0 ? page + Page.Length : name.IndexOf(':', StringComparison.Ordinal) + 1;
        return HubDatasetId.TryParse($"{HubDatasetId.Prefix}{name[start..].Trim('/')}");
    }
}
