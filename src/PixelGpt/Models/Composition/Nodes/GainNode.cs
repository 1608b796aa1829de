namespace PixelGpt.Models.Composition;

/// <summary>A learned factor for each column, y = x ⊙ weight.</summary>
internal sealed class GainNode(CompositionNode x, Parameter weight) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data, gain = weight.In(pass.Parameters);
        Span<float> y = buffers.Values(this, pass.Rows).Data;
        for (int row = 0; row < y.Length; row += Width)
        {
            for (int i = 0; i < gain.Length; i++) y[row + i] = input[row + i] * gain[i];
        }
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data, gain = weight.In(pass.Parameters), dy = buffers.Gradient(this, pass.Rows).Data;
        Span<float> dx = buffers.Gradient(x, pass.Rows).Data, dGain = weight.In(pass.Gradients);
        for (int row = 0; row < dy.Length; row += Width)
        {
            for (int i = 0; i < gain.Length; i++)
            {
                dx[row + i] += dy[row + i] * gain[i];
                dGain[i] += dy[row + i] * input[row + i];
            }
        }
    }
}
