using System.Text.Json.Serialization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation;

/// <summary>The distances of pictures to their nearest training sprites. A distance is the number of differing pixels.</summary>
public sealed record MemorizationScores
{
    /// <summary>Fraction of pictures whose completed pixels all equal those of a training sprite.</summary>
    public required double Copies { get; init; }

    /// <summary>Fraction of pictures that are identical to a training sprite.</summary>
    public required double CopiesWhole { get; init; }

    /// <summary>Mean fraction of completed pixels that differ from the sprite nearest over these pixels, 0 to 1.</summary>
    public required double Distance { get; init; }

    /// <summary>Mean fraction of all pixels that differ from the sprite nearest over all pixels, 0 to 1.</summary>
    public required double DistanceWhole { get; init; }

    /// <summary>For each picture the index of the training sprite nearest over the completed pixels; null in a summary.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Nearest { get; init; }

    /// <summary>The number of completed pixels that differ from <see cref="Nearest"/>; null in a summary.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? NearestDistance { get; init; }

    /// <summary>For each picture the index of the training sprite nearest over all pixels; null in a summary.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? NearestWhole { get; init; }

    /// <summary>The number of all pixels that differ from <see cref="NearestWhole"/>; null in a summary.</summary>
    [JsonConverter(typeof(OneLineInt32ArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? NearestWholeDistance { get; init; }

    /// <summary>Returns the scores without the values of each picture.</summary>
    /// <returns>The summary.</returns>
    public MemorizationScores Summarize() => this with { Nearest = null, NearestDistance = null, NearestWhole = null, NearestWholeDistance = null };
}
