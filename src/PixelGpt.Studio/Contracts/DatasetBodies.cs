namespace PixelGpt.Studio.Contracts;

/// <summary>The data sets to train on.</summary>
/// <param name="Datasets">The data sets in alphabetical order of their ids.</param>
internal sealed record DatasetsBody(IReadOnlyList<DatasetBody> Datasets);

/// <summary>A data set, or the reason why it cannot be used.</summary>
/// <param name="Id">The id to train with.</param>
/// <param name="Name">The name of the data set.</param>
/// <param name="Width">The width of the sprites; the greatest width if they have mixed sizes.</param>
/// <param name="Height">The height of the sprites; the greatest height if they have mixed sizes.</param>
/// <param name="Colors">The number of colours of the palette.</param>
/// <param name="Splits">The number of sprites of each split.</param>
/// <param name="MixedSizes">True if the sprites have mixed sizes, otherwise null.</param>
/// <param name="Problem">Why the data set cannot be used.</param>
/// <param name="CanDelete">Whether the data set was uploaded in the studio, which can delete it.</param>
/// <param name="Notes">What was changed, dropped or chosen while loading, one sentence each; null if nothing.</param>
internal sealed record DatasetBody(string Id, string Name, int? Width, int? Height, int? Colors, IReadOnlyDictionary<string, int>? Splits, bool? MixedSizes = null, string? Problem = null, IReadOnlyList<string>? Notes = null, bool CanDelete = false);
