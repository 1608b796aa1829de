using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.Evaluation;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>JSON serialization of a run's files: snake case, source-generated, unknown names are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = IO.InputJson.MaxDepth,
    WriteIndented = true)]
[JsonSerializable(typeof(TrainingRecipe))]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(TrainingStart))]
[JsonSerializable(typeof(DataReference))]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(EpochMetrics))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(PredictionRecord))]
[JsonSerializable(typeof(IReadOnlyList<SettingScore>))]
[JsonSerializable(typeof(SweepPlan))]
[JsonSerializable(typeof(SweepRecord))]
[JsonSerializable(typeof(SweepStart))]
[JsonSerializable(typeof(SweepMessage))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>The same without line breaks.</summary>
    public static RunJson Compact => field ??= new RunJson(new JsonSerializerOptions(Default.Options) { WriteIndented = false });
}
