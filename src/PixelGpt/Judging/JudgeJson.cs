using System.Text.Json.Serialization;

namespace PixelGpt.Judging;

/// <summary>The JSON of a judge: snake case, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = IO.InputJson.MaxDepth,
    WriteIndented = true)]
[JsonSerializable(typeof(JudgeRecord))]
[JsonSerializable(typeof(DetectionRates))]
internal sealed partial class JudgeJson : JsonSerializerContext;
