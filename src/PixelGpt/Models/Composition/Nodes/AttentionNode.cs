using PixelGpt.Numerics;

namespace PixelGpt.Models.Composition;

/// <summary>The self-attention of the block.</summary>
internal sealed class AttentionNode(CompositionNode x, SelfAttention attention, int layer) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        attention.Forward(pass, buffers.Values(x, pass.Rows), pass.Activations.Blocks[layer], buffers.Values(this, pass.Rows));

    /// <summary>Appends keys and values to a KV cache without computing the result.</summary>
    public void Prefill(in ForwardPass pass, ComposedBuffers buffers, ICachedAttention cache) =>
        attention.Prefill(pass, buffers.Values(x, pass.Rows), pass.Activations.Blocks[layer], cache);

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        var dx = new MatrixSpan(pass.ActivationGradients.Norm[0, pass.Rows * Width], pass.Rows, Width);
        attention.Backward(pass, buffers.Values(x, pass.Rows), pass.Activations.Blocks[layer], buffers.Gradient(this, pass.Rows), dx);
        pass.Kernels.Add(dx.Data, buffers.Gradient(x, pass.Rows).Data);
    }
}
