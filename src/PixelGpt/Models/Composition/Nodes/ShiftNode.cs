namespace PixelGpt.Models.Composition;

/// <summary>A learned value that is added to each column, y = x + weight.</summary>
internal sealed class ShiftNode(CompositionNode x, Parameter weight) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        Span<float> y = buffers.Values(this, pass.Rows).Data;
        buffers.Values(x, pass.Rows).Data.CopyTo(y);
        for (int row = 0; row < y.Length; row += Width) pass.Kernels.Add(weight.In(pass.Parameters), y.Slice(row, Width));
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        pass.Kernels.Add(buffers.Gradient(this, pass.Rows).Data, buffers.Gradient(x, pass.Rows).Data);
        pass.Kernels.AddColumnSums(buffers.Gradient(this, pass.Rows), weight.In(pass.Gradients));
    }
}
