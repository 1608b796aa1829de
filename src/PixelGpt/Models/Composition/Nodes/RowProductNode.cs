namespace PixelGpt.Models.Composition;

/// <summary>The product of each row with one factor per row.</summary>
internal sealed class RowProductNode(CompositionNode x, CompositionNode factor) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data, factors = buffers.Values(factor, pass.Rows).Data;
        Span<float> y = buffers.Values(this, pass.Rows).Data;
        for (int i = 0; i < y.Length; i++) y[i] = input[i] * factors[i / Width];
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data, factors = buffers.Values(factor, pass.Rows).Data, dy = buffers.Gradient(this, pass.Rows).Data;
        Span<float> dx = buffers.Gradient(x, pass.Rows).Data, dFactors = buffers.Gradient(factor, pass.Rows).Data;
        for (int i = 0; i < dy.Length; i++)
        {
            dx[i] += dy[i] * factors[i / Width];
            dFactors[i / Width] += dy[i] * input[i];
        }
    }
}
