using System.Text.Json.Nodes;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>The statistics of an import.</summary>
public sealed record ImportReport
{
    /// <summary>The number of picture files that were read.</summary>
    public required int Files { get; init; }

    /// <summary>The number of sprites found in the files.</summary>
    public required int Found { get; init; }

    /// <summary>The number of sprites that were dropped because they contain only background.</summary>
    public required int Blank { get; init; }

    /// <summary>The number of sprites that were dropped because they are identical to another one.</summary>
    public required int Duplicates { get; init; }

    /// <summary>The number of sprites in the data set, without mirrored copies.</summary>
    public required int Sprites { get; init; }

    /// <summary>The number of mirrored copies added to train.</summary>
    public required int Mirrored { get; init; }

    /// <summary>The number of sprites whose upscaling was undone.</summary>
    public required int Reduced { get; init; }

    /// <summary>The number of sprites that were shrunk by the filter.</summary>
    public required int Resampled { get; init; }

    /// <summary>The number of sprites that were smaller than the sprite size and were centred.</summary>
    public required int Centered { get; init; }

    /// <summary>The pictures that were skipped because of their size; null if the pictures did not keep their sizes.</summary>
    public IReadOnlyList<SkippedPicture>? Skipped { get; init; }

    /// <summary>For each file that was skipped because it cannot be read or cut, its path and the reason.</summary>
    public IReadOnlyList<string> SkippedFiles { get; init; } = [];

    /// <summary>For each file that was imported incompletely, or with which something may be wrong, its path and a description.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The number of files with several frames, each of which is a sprite or a sheet.</summary>
    public int AnimatedFiles { get; init; }

    /// <summary>The number of frames in these files.</summary>
    public int Frames { get; init; }

    /// <summary>The number of files with lossy compression (JPEG, some WebP), whose colours are blurred.</summary>
    public int LossyFiles { get; init; }

    /// <summary>The number of skipped contact sheets and palettes drawn by PixelGpt.</summary>
    public int Overviews { get; init; }

    /// <summary>The number of ignored side files of macOS (<c>._*</c> and <c>__MACOSX</c>).</summary>
    public int MacFiles { get; init; }

    /// <summary>The number of pixels that are neither opaque nor transparent and became opaque, or were blended with the background.</summary>
    public long MadeOpaque { get; init; }

    /// <summary>The number of pixels that are neither opaque nor transparent and became background.</summary>
    public long MadeTransparent { get; init; }

    /// <summary>The number of pixels that joined the background because their colours are almost the same.</summary>
    public long JoinedBackground { get; init; }

    /// <summary>The colour of the corners of most pictures, if it may be their background colour; null otherwise.</summary>
    public Rgb? SuggestedBackground { get; init; }

    /// <summary>The colour of index 0.</summary>
    public required Rgb Background { get; init; }

    /// <summary>The palette and its effect on the pictures.</summary>
    public required PaletteChoice Colors { get; init; }

    /// <summary>The number of groups of two or more near-duplicates.</summary>
    public required int Groups { get; init; }

    /// <summary>The number of sprites in the largest group.</summary>
    public required int LargestGroup { get; init; }

    /// <summary>The requested sizes of the splits.</summary>
    public required (int Train, int Dev, int Test) RequestedSizes { get; init; }

    /// <summary>The actual sizes of the splits without mirrored copies. They differ from the requested ones if a group is too large for its split.</summary>
    public required (int Train, int Dev, int Test) ActualSizes { get; init; }

    /// <summary>Returns the report as JSON. Equal imports produce equal JSON.</summary>
    /// <returns>The JSON object.</returns>
    public JsonObject ToJson()
    {
        ColorDifference difference = Colors.Difference;
        var json = new JsonObject
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
            ["families"] = Groups,
            ["largest_family"] = LargestGroup,
            ["skipped_files"] = new JsonArray([.. SkippedFiles.Select(s => (JsonNode)s)]),
            ["warnings"] = new JsonArray([.. Warnings.Select(w => (JsonNode)w)]),
            ["pixels_became_background"] = Colors.BecameBackground,
            ["pixels_made_opaque"] = MadeOpaque,
            ["pixels_made_transparent"] = MadeTransparent,
            ["pixels_joined_background"] = JoinedBackground,
            ["suggested_background"] = SuggestedBackground?.ToString(),
            ["animated_files"] = AnimatedFiles,
            ["frames"] = Frames,
            ["lossy_files"] = LossyFiles,
            ["overviews"] = Overviews,
            ["mac_files"] = MacFiles,
        };
        if (Skipped is not null) json["skipped"] = new JsonArray([.. Skipped.Select(s => (JsonNode)$"{s.Path}: {s.Width}×{s.Height} is {s.Reason}")]);
        return json;
    }
}
