using PixelGpt.Numerics;

namespace PixelGpt.Models.Composition;

/// <summary>gelu_new of each element, with the kernels of the built-in MLP.</summary>
internal sealed class GeluNode(CompositionNode x) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        pass.Kernels.GeluNew(buffers.Values(x, pass.Rows).Data, buffers.Values(this, pass.Rows).Data);

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        // The kernel also computes the output again, in place. The gradient of this node is not read afterwards.
        MatrixSpan dy = buffers.Gradient(this, pass.Rows);
        pass.Kernels.GeluNewBackward(dy.Data, buffers.Values(x, pass.Rows).Data, dy.Data, buffers.Values(this, pass.Rows).Data);
        pass.Kernels.Add(dy.Data, buffers.Gradient(x, pass.Rows).Data);
    }
}
