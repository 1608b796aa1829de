using System.Text.Json.Serialization;

namespace PixelGpt.Runs.Reports;

/// <summary>Whether lower or higher values of a figure are better.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BetterDirection>))]
internal enum BetterDirection
{
    /// <summary>Lower values are better.</summary>
    [JsonStringEnumMemberName("lower")]
    Lower,

    /// <summary>Higher values are better.</summary>
    [JsonStringEnumMemberName("higher")]
    Higher,
}
