using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.IO;

namespace PixelGpt.Runs;

/// <summary>The figures of a model on a data set: <c>evaluation.json</c>. Files of before this version have only the required ones.</summary>
public sealed record EvaluationReport
{
    private const int MaxFileBytes = 1 << 26;

    /// <summary>What was scored on.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The share of a picture that prompts kept.</summary>
    public required double PromptFraction { get; init; }

    /// <summary>What was scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelDescription? Model { get; init; }

    /// <summary>The figures of each split.</summary>
    public required IReadOnlyList<SplitEvaluation> Splits { get; init; }

    /// <summary>Why no distances between sets of pictures were measured; null where they were, or nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NoDistances { get; init; }

    /// <summary>What should be known before the figures are believed, a sentence each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>
    /// The FID that <c>fid_results.txt</c> holds, as the original's does: of greedy drawing on test, or else the first split;
    /// under the original's protocol if it was measured, or else the first. Null where none was measured.
    /// </summary>
    [JsonIgnore]
    public (string Split, string Drawing, DistanceReport Distance)? OriginalFid
    {
        get
        {
            if (Splits.Count == 0) return null;
            SplitEvaluation split = Splits.FirstOrDefault(s => s.Split == SpriteDataset.Test) ?? Splits[0];
            if (split.Find(DetailedEvaluator.Greedy) is not { Distances: { Count: > 0 } distances }) return null;
            return (split.Split, DetailedEvaluator.Greedy, distances.FirstOrDefault(d => d.Protocol == DistanceProtocol.Original.Name) ?? distances[0]);
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static EvaluationReport Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; pixelgpt evaluate makes it");
        string text = InputFile.ReadAllText(path, MaxFileBytes, "an evaluation");
        try
        {
            EvaluationReport report = JsonSerializer.Deserialize(text, RunJson.Default.EvaluationReport) ?? throw new JsonException("it is null");
            return report.IsWhole ? report : throw new JsonException("a null stands in a list");
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            throw new InputException($"{path}: damaged: {Excerpt.Of(e.Message, 200)}; pixelgpt evaluate makes it anew", e);
        }
    }

    /// <summary>Whether no list has a hole, which JSON allows and nobody expects.</summary>
    private bool IsWhole =>
        !Has(Warnings, null) && !Has(Splits, null) && Splits.SelectMany(s => (IReadOnlyList<CompletionEvaluation>[])[s.Completions ?? [], s.Baselines ?? []]).All(all => !Has(all, null) && all.All(d => !Has(d.Distances, null)));

    private static bool Has<T>(IReadOnlyList<T>? list, T? item)
        where T : class => list is not null && list.Contains(item);

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Default.EvaluationReport);

    /// <summary>Writes the file.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson() + "\n");
}
