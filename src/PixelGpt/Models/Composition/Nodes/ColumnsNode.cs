namespace PixelGpt.Models.Composition;

/// <summary>Some consecutive columns.</summary>
internal sealed class ColumnsNode(CompositionNode x, int first, int count) : CompositionNode(count)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        for (int row = 0; row < pass.Rows; row++)
            Probabilities.Row(buffers.Values(x, pass.Rows), row).Slice(first, Width).CopyTo(Probabilities.Row(buffers.Values(this, pass.Rows), row));
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        for (int row = 0; row < pass.Rows; row++)
            pass.Kernels.Add(Probabilities.Row(buffers.Gradient(this, pass.Rows), row), Probabilities.Row(buffers.Gradient(x, pass.Rows), row).Slice(first, Width));
    }
}
