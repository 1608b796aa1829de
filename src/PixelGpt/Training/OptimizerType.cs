using System.Text.Json.Serialization;

namespace PixelGpt.Training;

/// <summary>The optimizer of a training run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimizerType>))]
public enum OptimizerType
{
    /// <summary>AdamW (Loshchilov and Hutter 2019) for all parameters.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Muon (Jordan et al. 2024) for the weights of the linear layers of all blocks, and AdamW for all other parameters: embeddings, head, norms and biases.</summary>
    [JsonStringEnumMemberName("muon")]
    Muon,
}
