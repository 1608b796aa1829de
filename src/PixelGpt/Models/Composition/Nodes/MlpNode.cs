using PixelGpt.Numerics;

namespace PixelGpt.Models.Composition;

/// <summary>The MLP of the description.</summary>
internal sealed class MlpNode(CompositionNode x, Mlp mlp, int layer) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        mlp.Forward(pass, buffers.Values(x, pass.Rows), pass.Activations.Blocks[layer], buffers.Values(this, pass.Rows));

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        var dx = new MatrixSpan(pass.ActivationGradients.Norm[0, pass.Rows * Width], pass.Rows, Width);
        mlp.Backward(pass, buffers.Values(x, pass.Rows), pass.Activations.Blocks[layer], buffers.Gradient(this, pass.Rows), dx);
        pass.Kernels.Add(dx.Data, buffers.Gradient(x, pass.Rows).Data);
    }
}
