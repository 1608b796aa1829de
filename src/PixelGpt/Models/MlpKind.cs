namespace PixelGpt.Models;

/// <summary>The kind of MLP.</summary>
public enum MlpKind
{
    /// <summary>Two projections with <c>gelu_new</c>, the tanh approximation of GELU, between them.</summary>
    GeluNew,

    /// <summary>SwiGLU: the up projection is multiplied by the SiLU of a gate projection.</summary>
    SwiGlu,
}
