namespace PixelGpt.Models.Composition;

/// <summary>The mean of the columns of each row.</summary>
internal sealed class MeanNode(CompositionNode x) : CompositionNode(1)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        Span<float> y = buffers.Values(this, pass.Rows).Data;
        for (int row = 0; row < y.Length; row++)
        {
            double sum = 0;
            foreach (float value in Probabilities.Row(buffers.Values(x, pass.Rows), row)) sum += value;
            y[row] = (float)(sum / x.Width);
        }
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> dy = buffers.Gradient(this, pass.Rows).Data;
        for (int row = 0; row < dy.Length; row++)
        {
            foreach (ref float value in Probabilities.Row(buffers.Gradient(x, pass.Rows), row)) value += dy[row] / x.Width;
        }
    }
}
