using PixelGpt.Data;
using PixelGpt.Data.Sources;

namespace PixelGpt.Runs;

/// <summary>How a user named a data set: what a run keeps, so that it can be found again.</summary>
public sealed record DataReference
{
    /// <summary>What <c>--data</c> said; a folder as a full path.</summary>
    public required string Source { get; init; }

    /// <summary>What <c>--colormap</c> said.</summary>
    public string? Colormap { get; init; }

    /// <summary>What <c>--size</c> said, <c>WxH</c>.</summary>
    public string? Size { get; init; }

    /// <summary>What <c>--splits</c> said.</summary>
    public string? Splits { get; init; }

    /// <summary>Makes a reference of what the user said.</summary>
    public static DataReference Create(string source, string? colormap = null, string? size = null, string? splits = null) => new()
    {
        Source = SpriteSources.IsFolder(source) ? Path.GetFullPath(source) : source,
        Colormap = colormap,
        Size = size,
        Splits = splits,
    };

    /// <summary>Finds and loads the data set.</summary>
    /// <exception cref="InputException">It is misnamed or unsound.</exception>
    /// <exception cref="FailureException">It could not be had.</exception>
    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new SourceOptions
        {
            Colormap = Colormap,
            Size = Size is null ? null : SpriteSize.Parse(Size),
            Splits = Splits is null ? null : SplitPlan.Parse(Splits),
        };
        return SpriteSources.Resolve(Source, options).LoadAsync(progress, cancellationToken);
    }
}
