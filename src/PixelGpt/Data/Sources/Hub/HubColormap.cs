using PixelGpt.Data.Palettes;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>Loads the palette of a hub data set.</summary>
internal static class HubColormap
{
    /// <summary>The configuration of a data set that has its palette.</summary>
    public const string ConfigName = "colormap";

    /// <summary>The column with the colours.</summary>
    public const string Column = "color";

    /// <summary>Loads the palette of palette indices.</summary>
    /// <param name="given">A hub data set <c>hub:OWNER/COLORMAP</c> or a palette file; null for the configuration <c>colormap</c> of the data set.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">Settings of the hub.</param>
    /// <param name="client">Sends requests.</param>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    /// <exception cref="InputException">There is no palette, or it is invalid.</exception>
    /// <exception cref="FailureException">The palette cannot be loaded.</exception>
    public static async Task<Palette> LoadAsync(string? given, HubDataset dataset, HubOptions options, HubClient client, IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        if (given is not null && !given.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal)) return PaletteFile.Load(given);
        if (given is not null) return await LoadAsync(HubDatasetId.Parse(given), options, client, progress, cancellationToken).ConfigureAwait(false);
        if (!(await dataset.GetConfigsAsync(cancellationToken).ConfigureAwait(false)).Contains(ConfigName))
            throw new InputException($"{dataset}: palette indices need a colour map, and the data set has no configuration '{ConfigName}'; give --colormap hub:OWNER/COLORMAP, or a palette file");
        return await ReadAsync(dataset, ConfigName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the palette of a data set that has only a palette.</summary>
    /// <param name="id">The data set.</param>
    /// <param name="options">Settings of the hub.</param>
    /// <param name="client">Sends requests.</param>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    /// <exception cref="InputException">The data set does not exist, or is not a palette.</exception>
    /// <exception cref="FailureException">The palette cannot be loaded.</exception>
    public static Task<Palette> LoadAsync(HubDatasetId id, HubOptions options, HubClient client, IProgress<SourceProgress>? progress, CancellationToken cancellationToken) =>
        ReadAsync(new HubDataset(id, options, client, progress), null, cancellationToken);

    private static async Task<Palette> ReadAsync(HubDataset colormap, string? config, CancellationToken cancellationToken)
    {
        IReadOnlyList<HubSplit> maps = await colormap.GetSplitsAsync(config, cancellationToken).ConfigureAwait(false);
        HubSplit map = maps.FirstOrDefault(s => s.Split == SpriteDataset.Train, maps[0]);
        IReadOnlyList<int[]> colors = await colormap.GetRowsAsync(map, Column, cancellationToken).ConfigureAwait(false);
        return colormap.Rethrow(() => IndexedTable.ToPalette(colors, colormap.Where(map.Split)));
    }
}
