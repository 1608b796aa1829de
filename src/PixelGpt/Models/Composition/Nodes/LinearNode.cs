namespace PixelGpt.Models.Composition;

/// <summary>A linear layer, y = x·W + b.</summary>
internal sealed class LinearNode(CompositionNode x, Linear linear) : CompositionNode(linear.Outputs)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        linear.Forward(pass, buffers.Values(x, pass.Rows), buffers.Values(this, pass.Rows));

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers) =>
        linear.Backward(pass, buffers.Values(x, pass.Rows), buffers.Gradient(this, pass.Rows), buffers.Gradient(x, pass.Rows), accumulate: true);
}
