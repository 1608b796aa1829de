using System.Text.Json.Serialization;
using PixelGpt.IO;

namespace PixelGpt.Evaluation;

/// <summary>The figures of one split: an entry of <c>evaluation.json</c>. Files of before this version have only the required ones.</summary>
public sealed record SplitEvaluation
{
    /// <summary>The split's name.</summary>
    public required string Split { get; init; }

    /// <summary>How many sprites were scored: those known whole.</summary>
    public required int Sprites { get; init; }

    /// <summary>Greedy reconstruction accuracy: the share of completed pixels that are the true ones, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean negative log-likelihood in nats over pixels 1 to the last.</summary>
    public required double Nll { get; init; }

    /// <summary>The same over the completed pixels alone.</summary>
    public required double NllCompleted { get; init; }

    /// <summary><see cref="Nll"/> in bits: divided by ln 2.</summary>
    public required double BitsPerPixel { get; init; }

    /// <summary><see cref="NllCompleted"/> in bits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BitsPerCompletedPixel { get; init; }

    /// <summary>The standard error of <see cref="Nll"/> over sprites.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NllStandardError { get; init; }

    /// <summary>The standard error of <see cref="NllCompleted"/> over sprites.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NllCompletedStandardError { get; init; }

    /// <summary>The mean negative log-likelihood at each of pixels 1 to the last, nats.</summary>
    [JsonConverter(typeof(OneLineSingleArrayConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? NllPerPosition { get; init; }

    /// <summary>What the model drew, greedily first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DrawingEvaluation>? Drawings { get; init; }

    /// <summary>What is drawn without a model, on the same sprites.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DrawingEvaluation>? Baselines { get; init; }

    /// <summary>A drawing or baseline by its name; null if there is none.</summary>
    public DrawingEvaluation? Find(string name) => (Drawings ?? []).Concat(Baselines ?? []).FirstOrDefault(d => d.Name == name);
}
