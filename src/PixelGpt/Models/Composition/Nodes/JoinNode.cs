namespace PixelGpt.Models.Composition;

/// <summary>The columns of two values side by side.</summary>
internal sealed class JoinNode(CompositionNode x, CompositionNode y) : CompositionNode(checked(x.Width + y.Width))
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<float> joined = Probabilities.Row(buffers.Values(this, pass.Rows), row);
            Probabilities.Row(buffers.Values(x, pass.Rows), row).CopyTo(joined);
            Probabilities.Row(buffers.Values(y, pass.Rows), row).CopyTo(joined[x.Width..]);
        }
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> dJoined = Probabilities.Row(buffers.Gradient(this, pass.Rows), row);
            pass.Kernels.Add(dJoined[..x.Width], Probabilities.Row(buffers.Gradient(x, pass.Rows), row));
            pass.Kernels.Add(dJoined[x.Width..], Probabilities.Row(buffers.Gradient(y, pass.Rows), row));
        }
    }
}
