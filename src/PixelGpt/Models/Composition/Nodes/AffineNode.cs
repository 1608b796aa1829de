namespace PixelGpt.Models.Composition;

/// <summary>A constant factor and a constant addend, y = factor · x + addend.</summary>
internal sealed class AffineNode(CompositionNode x, float factor, float addend) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data;
        Span<float> y = buffers.Values(this, pass.Rows).Data;
        for (int i = 0; i < y.Length; i++) y[i] = (factor * input[i]) + addend;
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> dy = buffers.Gradient(this, pass.Rows).Data;
        Span<float> dx = buffers.Gradient(x, pass.Rows).Data;
        for (int i = 0; i < dx.Length; i++) dx[i] += factor * dy[i];
    }
}
