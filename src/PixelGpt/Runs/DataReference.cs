using System.Text.Json.Serialization;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;

namespace PixelGpt.Runs;

/// <summary>The options that name a data set. A run saves them, so that its data can be loaded again.</summary>
public sealed record DataReference
{
    /// <summary>The value of <c>--data</c>; a folder as a full path.</summary>
    public required string Source { get; init; }

    /// <summary>The name of the data set: that of its folder, or the source.</summary>
    [JsonIgnore]
    internal string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Source));

    /// <summary>The value of <c>--colormap</c>.</summary>
    public string? Colormap { get; init; }

    /// <summary>The value of <c>--size</c>: <c>WxH</c>.</summary>
    public string? Size { get; init; }

    /// <summary>The value of <c>--splits</c>.</summary>
    public string? Splits { get; init; }

    /// <summary>The value of <c>--config-name</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Config { get; init; }

    /// <summary>The value of <c>--column</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>The fold of a cross-validation whose sprites are the dev split, such as <c>1/5@0</c>; null for the splits of the data set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fold { get; init; }

    /// <summary>Creates a reference from the values of the options.</summary>
    /// <param name="source">The value of <c>--data</c>.</param>
    /// <param name="colormap">The value of <c>--colormap</c>, if given.</param>
    /// <param name="size">The value of <c>--size</c>, if given.</param>
    /// <param name="splits">The value of <c>--splits</c>, if given.</param>
    /// <param name="config">The value of <c>--config-name</c>, if given.</param>
    /// <param name="column">The value of <c>--column</c>, if given.</param>
    /// <returns>The reference.</returns>
    public static DataReference Create(string source, string? colormap = null, string? size = null, string? splits = null, string? config = null, string? column = null) => new()
    {
        Source = SpriteSources.IsPath(source) ? Path.GetFullPath(source) : source,
        Colormap = colormap is not null && File.Exists(colormap) ? Path.GetFullPath(colormap) : colormap,
        Size = size,
        Splits = splits,
        Config = config,
        Column = column,
    };

    /// <summary>Loads the data set.</summary>
    /// <param name="providers">Sources that are not part of the library, such as parquet files; null for none.</param>
    /// <param name="formats">Formats of pictures that can be read; null for those of the library.</param>
    /// <param name="progress">Reports downloads; may be null.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="InputException">There is no such data set, or its files are damaged.</exception>
    /// <exception cref="FailureException">The network or a disk failed.</exception>
    public async Task<SpriteDataset> LoadAsync(IReadOnlyList<ISourceProvider>? providers = null, PictureFormats? formats = null, IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new SourceOptions
        {
            Colormap = Colormap,
            Size = Size is null ? null : SpriteSize.Parse(Size),
            Splits = Splits is null ? null : SplitPlan.Parse(Splits),
            Config = Config,
            Column = Column,
            Formats = formats ?? PictureFormats.Default,
        };
        SpriteDataset data = await SpriteSources.Resolve(Source, options, providers: providers).LoadAsync(progress, cancellationToken).ConfigureAwait(false);
        return Fold is null ? data : Data.Fold.Parse(Fold).Of(data);
    }
}
