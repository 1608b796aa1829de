using System.Text.Json.Nodes;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>What an import did.</summary>
public sealed record ImportReport
{
    /// <summary>Pictures read.</summary>
    public required int Files { get; init; }

    /// <summary>Sprites found in them.</summary>
    public required int Found { get; init; }

    /// <summary>Sprites dropped because there was nothing but background.</summary>
    public required int Blank { get; init; }

    /// <summary>Sprites dropped because another is the same.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Sprites left.</summary>
    public required int Sprites { get; init; }

    /// <summary>Mirrored copies that train got beside.</summary>
    public required int Mirrored { get; init; }

    /// <summary>Sprites that came down by the whole number they were enlarged with.</summary>
    public required int Reduced { get; init; }

    /// <summary>Sprites that the filter made smaller.</summary>
    public required int Resampled { get; init; }

    /// <summary>Smaller sprites that were put in the middle.</summary>
    public required int Centered { get; init; }

    /// <summary>The colour of index 0.</summary>
    public required Rgb Background { get; init; }

    /// <summary>The palette, and what it did.</summary>
    public required PaletteChoice Colors { get; init; }

    /// <summary>Families of two or more near-duplicates.</summary>
    public required int Families { get; init; }

    /// <summary>Sprites of the largest family.</summary>
    public required int LargestFamily { get; init; }

    /// <summary>How many sprites train, dev and test should have had.</summary>
    public required (int Train, int Dev, int Test) Asked { get; init; }

    /// <summary>How many they have, without mirrored copies: others where a family is too large for its split.</summary>
    public required (int Train, int Dev, int Test) Dealt { get; init; }

    /// <summary>The report as JSON, the same from run to run.</summary>
    public JsonObject ToJson()
    {
        ColorDifference difference = Colors.Difference;
        return new JsonObject
        {
            ["files"] = Files,
            ["found"] = Found,
            ["blank"] = Blank,
            ["duplicates"] = Duplicates,
            ["sprites"] = Sprites,
            ["mirrored"] = Mirrored,
            ["reduced"] = Reduced,
            ["resampled"] = Resampled,
            ["centered"] = Centered,
            ["background"] = Background.ToString(),
            ["palette"] = Colors.Origin.ToString().ToLowerInvariant(),
            ["colors_found"] = Colors.ColorsFound,
            ["colors"] = Colors.Palette.Count,
            ["pixels_changed"] = difference.Changed,
            ["pixels"] = difference.Pixels,
            ["delta_e_mean"] = Math.Round(difference.Mean, 6),
            ["delta_e_max"] = Math.Round(difference.Max, 6),
            ["families"] = Families,
            ["largest_family"] = LargestFamily,
        };
    }
}
