using System.Text.Json.Serialization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation;

/// <summary>The figures of one split: an entry of <c>evaluation.json</c>. Files of earlier versions contain only the required figures.</summary>
public sealed record SplitEvaluation
{
    /// <summary>Name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>Number of evaluated sprites; partial sprites are not evaluated.</summary>
    public required int Sprites { get; init; }

    /// <summary>Accuracy of the greedy completions: fraction of completed pixels that equal the truth, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean negative log-likelihood per pixel without the first pixel, in nats.</summary>
    public required double Nll { get; init; }

    /// <summary>NLL per completed pixel, in nats.</summary>
    public required double NllCompleted { get; init; }

    /// <summary><see cref="Nll"/> in bits (divided by ln 2).</summary>
    public required double BitsPerPixel { get; init; }

    /// <summary><see cref="NllCompleted"/> in bits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BitsPerCompletedPixel { get; init; }

    /// <summary>Standard error of <see cref="Nll"/> over sprites.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NllStandardError { get; init; }

    /// <summary>Standard error of <see cref="NllCompleted"/> over sprites.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NllCompletedStandardError { get; init; }

    /// <summary>Mean negative log-likelihood at each position from 1, in nats; null if the sprites have different sizes.</summary>
    [JsonConverter(typeof(OneLineSingleArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? NllPerPosition { get; init; }

    /// <summary>How well the model fills parts of pictures; null if it can only continue them in raster order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MaskEvaluation>? Masks { get; init; }

    /// <summary>The figures of the model's completions; the greedy ones are first.</summary>
    [JsonPropertyName("drawings")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CompletionEvaluation>? Completions { get; init; }

    /// <summary>The figures of the baselines on the same sprites.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CompletionEvaluation>? Baselines { get; init; }

    /// <summary>Finds the figures of a method or baseline by its name.</summary>
    /// <param name="name">Name of the method or baseline.</param>
    /// <returns>The figures, or null if there are none.</returns>
    public CompletionEvaluation? Find(string name) => (Completions ?? []).Concat(Baselines ?? []).FirstOrDefault(d => d.Name == name);
}
