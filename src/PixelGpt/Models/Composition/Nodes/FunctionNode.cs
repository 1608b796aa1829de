namespace PixelGpt.Models.Composition;

/// <summary>A function of each element.</summary>
internal sealed class FunctionNode<TFunction>(CompositionNode x, TFunction function) : CompositionNode(x.Width)
    where TFunction : struct, IElementFunction
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data;
        Span<float> y = buffers.Values(this, pass.Rows).Data;
        for (int i = 0; i < y.Length; i++) y[i] = function.Value(input[i]);
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> input = buffers.Values(x, pass.Rows).Data, y = buffers.Values(this, pass.Rows).Data, dy = buffers.Gradient(this, pass.Rows).Data;
        Span<float> dx = buffers.Gradient(x, pass.Rows).Data;
        for (int i = 0; i < dx.Length; i++) dx[i] += dy[i] * function.Derivative(input[i], y[i]);
    }
}
