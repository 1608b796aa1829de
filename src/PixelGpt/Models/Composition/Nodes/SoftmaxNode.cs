namespace PixelGpt.Models.Composition;

/// <summary>The softmax over the columns of each row.</summary>
internal sealed class SoftmaxNode(CompositionNode x) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> input = Probabilities.Row(buffers.Values(x, pass.Rows), row);
            Span<float> y = Probabilities.Row(buffers.Values(this, pass.Rows), row);
            float max = float.NegativeInfinity;
            foreach (float value in input) max = Math.Max(max, value);
            double sum = 0;
            for (int i = 0; i < y.Length; i++) sum += y[i] = MathF.Exp(input[i] - max);
            foreach (ref float value in y) value = (float)(value / sum);
        }
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<float> y = Probabilities.Row(buffers.Values(this, pass.Rows), row), dy = Probabilities.Row(buffers.Gradient(this, pass.Rows), row);
            Span<float> dx = Probabilities.Row(buffers.Gradient(x, pass.Rows), row);
            double sum = 0;
            for (int i = 0; i < y.Length; i++) sum += (double)dy[i] * y[i];
            for (int i = 0; i < y.Length; i++) dx[i] += y[i] * (float)(dy[i] - sum);
        }
    }
}
