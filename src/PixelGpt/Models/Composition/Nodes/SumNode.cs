namespace PixelGpt.Models.Composition;

/// <summary>The sum of two values of the same width.</summary>
internal sealed class SumNode(CompositionNode x, CompositionNode y) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        pass.Kernels.AddDropout(buffers.Values(x, pass.Rows).Data, buffers.Values(y, pass.Rows).Data, default, buffers.Values(this, pass.Rows).Data);

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        pass.Kernels.Add(buffers.Gradient(this, pass.Rows).Data, buffers.Gradient(x, pass.Rows).Data);
        pass.Kernels.Add(buffers.Gradient(this, pass.Rows).Data, buffers.Gradient(y, pass.Rows).Data);
    }
}
