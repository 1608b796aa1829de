namespace PixelGpt.Models;

/// <summary>One block of a transformer: replaces the residual stream by its next value.</summary>
internal interface IBlock
{
    /// <summary>The linear layers of the block.</summary>
    IEnumerable<Linear> Linears { get; }

    /// <summary>Computes the block. The output [T, D] is the block's <see cref="BlockActivations.Output"/>.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Residual stream before the block [T, D].</param>
    void Forward(in ForwardPass pass, ReadOnlySpan<float> x);

    /// <summary>Appends the keys and values of the input to a KV cache without computing the output.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Residual stream before the block [T, D].</param>
    /// <param name="cache">Attention with the cache.</param>
    void Prefill(in ForwardPass pass, ReadOnlySpan<float> x, ICachedAttention cache);

    /// <summary>
    /// Replaces the gradient of the block's output by the gradient of its input, in <see cref="ActivationGradients.Residual"/>
    /// [T, D], and adds to the gradients of the parameters.
    /// </summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="x">Residual stream before the block [T, D].</param>
    void Backward(in BackwardPass pass, ReadOnlySpan<float> x);
}
