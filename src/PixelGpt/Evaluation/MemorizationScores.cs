using System.Text.Json.Serialization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation;

/// <summary>How near pictures are to the training sprites nearest to them. Distances count pixels that differ.</summary>
public sealed record MemorizationScores
{
    /// <summary>The share of pictures whose completed pixels are, one and all, those of a training sprite.</summary>
    public required double Copies { get; init; }

    /// <summary>The share of pictures that are a training sprite from the first pixel to the last.</summary>
    public required double CopiesWhole { get; init; }

    /// <summary>The mean share of completed pixels that differ from the training sprite nearest over them, 0 to 1.</summary>
    public required double Distance { get; init; }

    /// <summary>The mean share of all pixels that differ from the training sprite nearest over all, 0 to 1.</summary>
    public required double DistanceWhole { get; init; }

    /// <summary>For each picture the training sprite, from 0, that is nearest over the completed pixels; null where it is not kept.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Nearest { get; init; }

    /// <summary>How many completed pixels differ from it.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? NearestDistance { get; init; }

    /// <summary>For each picture the training sprite that is nearest over all pixels.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? NearestWhole { get; init; }

    /// <summary>How many of all pixels differ from it.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? NearestWholeDistance { get; init; }

    /// <summary>The shares and means without the pictures' own figures.</summary>
    public MemorizationScores Summarize() => this with { Nearest = null, NearestDistance = null, NearestWhole = null, NearestWholeDistance = null };
}
