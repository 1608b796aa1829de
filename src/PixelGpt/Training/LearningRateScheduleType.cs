using System.Text.Json.Serialization;

namespace PixelGpt.Training;

/// <summary>The learning-rate schedule after warmup.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LearningRateScheduleType>))]
public enum LearningRateScheduleType
{
    /// <summary>The learning rate is constant.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>The learning rate falls to its minimum, 0 by default, along half a cosine period.</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,
}
