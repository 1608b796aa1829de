using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Contracts;

/// <summary>Whether a model can be used.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelState>))]
internal enum ModelState
{
    /// <summary>The model can be used.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>The model's run has not completed its first epoch, so there are no weights yet.</summary>
    [JsonStringEnumMemberName("training")]
    Training,

    /// <summary>A file of the model is missing or invalid.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,
}
