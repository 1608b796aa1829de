namespace PixelGpt.Data.Sources;

/// <summary>What a user may say of a data set beside its name.</summary>
public sealed record SourceOptions
{
    /// <summary>How sprites fall into splits; null takes what the source says, else <see cref="SplitPlan.Default"/>.</summary>
    public SplitPlan? Splits { get; init; }

    /// <summary>The sprites' size in pixels where the source does not say; null takes a square.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>For a hub source: the hub data set that holds the colour map, <c>hub:OWNER/COLORMAP</c>.</summary>
    public string? Colormap { get; init; }
}
