using System.Text.Json.Serialization;

namespace PixelGpt.Evaluation.Distances;

/// <summary>Source-generated JSON serialisation with snake-case names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DistanceReport))]
internal sealed partial class DistanceJson : JsonSerializerContext;
