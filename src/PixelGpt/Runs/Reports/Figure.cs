using System.Text.Json.Serialization;

namespace PixelGpt.Runs.Reports;

/// <summary>A figure as tables show it.</summary>
/// <param name="Key">Its name for programs, unique among those beside it.</param>
/// <param name="Label">Its name for people, all that tells it from other numbers of its kind included.</param>
/// <param name="Value">The figure.</param>
/// <param name="Text">The figure as people read it.</param>
/// <param name="Better">Which way is better; null where neither is.</param>
/// <param name="Spread">What chance does to it, as people read it; null where that is not known.</param>
public sealed record Figure(string Key, string Label, double Value, string Text, Better? Better = null, string? Spread = null);

/// <summary>Which way a figure is better.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Better>))]
public enum Better
{
    /// <summary>Less is better.</summary>
    [JsonStringEnumMemberName("lower")]
    Lower,

    /// <summary>More is better.</summary>
    [JsonStringEnumMemberName("higher")]
    Higher,
}
