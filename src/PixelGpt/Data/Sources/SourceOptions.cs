using PixelGpt.Imaging;

namespace PixelGpt.Data.Sources;

/// <summary>Options of a data set in addition to its name.</summary>
public sealed record SourceOptions
{
    /// <summary>How sprites are divided into splits; null for the splits of the source, or else <see cref="SplitPlan.Default"/>.</summary>
    public SplitPlan? Splits { get; init; }

    /// <summary>The size of the sprites, for sources that do not state it; null for square sprites.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>For hub and parquet sources, the colours of the palette indices: a hub data set <c>hub:OWNER/COLORMAP</c>, or a palette file.</summary>
    public string? Colormap { get; init; }

    /// <summary>For hub and parquet sources, the name of the configuration (subset); null for <c>default</c> or the only one.</summary>
    public string? Config { get; init; }

    /// <summary>For hub and parquet sources, the name of the column with the pixels or pictures; null for <c>pixel_color</c> or the only such column.</summary>
    public string? Column { get; init; }

    /// <summary>For sources with pictures, the formats that can be read.</summary>
    public PictureFormats Formats { get; init; } = PictureFormats.Default;
}
