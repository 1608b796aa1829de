namespace PixelGpt.Data.Sources;

/// <summary>Options of a data set in addition to its name.</summary>
public sealed record SourceOptions
{
    /// <summary>How sprites are divided into splits; null for the splits of the source, or else <see cref="SplitPlan.Default"/>.</summary>
    public SplitPlan? Splits { get; init; }

    /// <summary>The size of the sprites, for sources that do not state it; null for square sprites.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>For a hub source, the hub data set with the colour map: <c>hub:OWNER/COLORMAP</c>.</summary>
    public string? Colormap { get; init; }
}
