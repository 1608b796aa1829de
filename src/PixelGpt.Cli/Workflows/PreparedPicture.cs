using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;

namespace PixelGpt.Cli.Workflows;

/// <summary>A picture file that is ready to be completed.</summary>
internal sealed record PreparedPicture
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The picture of the file at its original size.</summary>
    public required PixelImage Image { get; init; }

    /// <summary>Factor by which the file is larger than the picture.</summary>
    public required int Scale { get; init; }

    /// <summary>The picture as palette indices; without the empty part below, if that is to be completed.</summary>
    public required Sprite Sprite { get; init; }

    /// <summary>The model, with the palette of the sprite.</summary>
    public required PixelModel Model { get; init; }

    /// <summary>Whether the background of the picture, index 0, is transparent.</summary>
    public bool HasTransparency { get; init; }

    /// <summary>Number of pixels whose colour was changed.</summary>
    public int Changed { get; init; }

    /// <summary>The largest change of a colour, as ΔE in OKLab.</summary>
    public double LargestDifference { get; init; }

    /// <summary>Whether each pixel is to be drawn, in raster order; null for the pixels after the prompt.</summary>
    public bool[]? Mask { get; init; }

    /// <summary>Number of pixels that are the prompt.</summary>
    public int PromptLength { get; init; }

    /// <summary>What a user may want to know about the files that were read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Describes the picture for <c>--json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["picture"] = Path,
        ["width"] = Sprite.Width,
        ["height"] = Sprite.Height,
        ["scale"] = Scale,
        ["prompt_pixels"] = Mask is null ? PromptLength : Mask.Count(m => !m),
        ["pixels_changed"] = Changed,
        ["delta_e_max"] = Math.Round(LargestDifference, 6),
        ["notes"] = new JsonArray([.. Notes.Select(note => (JsonNode)note)]),
    };
}
