using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.IO;

namespace PixelGpt.Runs;

/// <summary>The figures of a model on a data set: <c>evaluation.json</c>. Files of earlier versions have only the required properties.</summary>
public sealed record EvaluationReport
{
    private const int MaxFileBytes = 1 << 26;

    /// <summary>The data set.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The prompt fraction.</summary>
    public required double PromptFraction { get; init; }

    /// <summary>The model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelDescription? Model { get; init; }

    /// <summary>The figures of each split.</summary>
    public required IReadOnlyList<SplitEvaluation> Splits { get; init; }

    /// <summary>Why no distances were measured; null if they were measured or not requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NoDistances { get; init; }

    /// <summary>Warnings about the figures, one sentence each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>
    /// The FID that is written to <c>fid_results.txt</c>: that of greedy completions on test (or the first split, if test was
    /// not evaluated), under the protocol "original" (or the first protocol with Inception v3). Null if none was measured.
    /// </summary>
    [JsonIgnore]
    public (string Split, string Completions, DistanceReport Distance)? OriginalFid
    {
        get
        {
            if (Splits.Count == 0) return null;
            SplitEvaluation split = Splits.FirstOrDefault(s => s.Split == SpriteDataset.Test) ?? Splits[0];
            DistanceReport[] distances = [.. split.Find(DetailedEvaluator.Greedy)?.Distances?.Where(d => d.Metric == DistanceProtocol.Fid) ?? []];
            if (distances.Length == 0) return null;
            return (split.Split, DetailedEvaluator.Greedy, distances.FirstOrDefault(d => d.Protocol == DistanceProtocol.Original.Name) ?? distances[0]);
        }
    }

    /// <summary>Reads <c>evaluation.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static EvaluationReport Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; create it with pixelgpt evaluate");
        string text = InputFile.ReadAllText(path, MaxFileBytes, "an evaluation");
        try
        {
            EvaluationReport report = LegacyNames.Deserialize(path, text, RunJson.Default.EvaluationReport) ?? throw new JsonException("the content is null");
            return report.HasNoNulls ? report : throw new JsonException("a list contains null");
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            throw new InputException($"{path}: damaged: {JsonFault.Describe(e)}; create it again with pixelgpt evaluate", e);
        }
    }

    /// <summary>Whether no list contains null, which the JSON reader does not check.</summary>
    private bool HasNoNulls =>
        !ContainsNull(Warnings) && !ContainsNull(Splits)
        && Splits.SelectMany(s => (IReadOnlyList<CompletionEvaluation>[])[s.Completions ?? [], s.Baselines ?? []]).All(all => !ContainsNull(all) && all.All(d => !ContainsNull(d.Distances)));

    private static bool ContainsNull<T>(IReadOnlyList<T>? list)
        where T : class => list is not null && list.Contains(null!);

    /// <summary>Serializes the report.</summary>
    /// <returns>The JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Default.EvaluationReport);

    /// <summary>Writes <c>evaluation.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson() + "\n");
}
