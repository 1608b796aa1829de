using System.Text.Json.Serialization;

namespace PixelGpt.Judging;

/// <summary>Source-generated JSON serialisation of judges, in snake case.</summary>
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
