namespace PixelGpt.Models.Composition;

/// <summary>Dropout at one site of the model.</summary>
internal sealed class DropoutNode(CompositionNode x, int site, float rate) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        pass.Kernels.ApplyDropout(buffers.Values(x, pass.Rows).Data, pass.DropoutAt(site, rate), buffers.Values(this, pass.Rows).Data);

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        Span<float> dx = buffers.Gradient(x, pass.Rows).Data;
        pass.Kernels.AddDropout(dx, buffers.Gradient(this, pass.Rows).Data, pass.DropoutAt(site, rate), dx);
    }
}
