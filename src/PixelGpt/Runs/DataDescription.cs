using System.Text.Json.Serialization;
using PixelGpt.Data;

namespace PixelGpt.Runs;

/// <summary>Describes a data set, so that it can be recognised later.</summary>
public sealed record DataDescription
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The checksum: SHA-256 of palette, sizes, splits and pixels.</summary>
    public required string Checksum { get; init; }

    /// <summary>The width of the sprites, in pixels; the greatest width if they have mixed sizes.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the sprites, in pixels; the greatest height if they have mixed sizes.</summary>
    public required int Height { get; init; }

    /// <summary>Whether the sprites have mixed sizes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MixedSizes { get; init; }

    /// <summary>The number of colours in the palette.</summary>
    public required int Colors { get; init; }

    /// <summary>The number of sprites in each split.</summary>
    public required IReadOnlyDictionary<string, int> Splits { get; init; }

    /// <summary>Describes a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The description.</returns>
    public static DataDescription Of(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DataDescription
        {
            Name = data.Name,
            Checksum = data.Checksum(),
            Width = data.Width,
            Height = data.Height,
            MixedSizes = data.HasMixedSizes,
            Colors = data.Palette.Count,
            Splits = data.Splits.ToDictionary(s => s.Key, s => s.Value.Count),
        };
    }
}
