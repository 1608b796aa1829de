namespace PixelGpt.Data.Sources;

/// <summary>What a user may say of a data set beside its name.</summary>
public sealed record SourceOptions
{
    /// <summary>How sprites fall into splits, where the source does not say itself.</summary>
    public SplitPlan Splits { get; init; } = SplitPlan.Default;

    /// <summary>The sprites' size in pixels where the source does not say; null takes a square.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>For a hub source: the hub data set that holds the colour map, <c>hub:OWNER/COLORMAP</c>.</summary>
    public string? Colormap { get; init; }
}
