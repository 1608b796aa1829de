namespace PixelGpt.Models;

/// <summary>The order of the dimensions of a linear layer's weight.</summary>
public enum WeightLayout
{
    /// <summary>[inputs, outputs], as in <c>Conv1D</c> of Hugging Face's GPT-2.</summary>
    InOut,

    /// <summary>[outputs, inputs], as in <c>torch.nn.Linear</c>.</summary>
    OutIn,
}
