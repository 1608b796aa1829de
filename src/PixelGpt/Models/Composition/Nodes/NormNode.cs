namespace PixelGpt.Models.Composition;

/// <summary>A normalisation of each row.</summary>
internal sealed class NormNode(CompositionNode x, INorm norm) : CompositionNode(x.Width)
{
    /// <summary>The mean and the inverse standard deviation of each row.</summary>
    public override int KeptWidth => 2;

    public override void Forward(in ForwardPass pass, ComposedBuffers buffers) =>
        norm.Forward(pass, buffers.Values(x, pass.Rows).Data, buffers.Values(this, pass.Rows).Data, Statistics(buffers, pass.Rows));

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers) =>
        norm.Backward(pass, buffers.Gradient(this, pass.Rows).Data, buffers.Values(x, pass.Rows).Data, Statistics(buffers, pass.Rows), buffers.Gradient(x, pass.Rows).Data);

    private NormStatistics Statistics(ComposedBuffers buffers, int rows) => new(buffers.Kept(this, 0, rows), buffers.Kept(this, 1, rows));
}
