namespace PixelGpt.Models.Composition;

/// <summary>The product of two values of the same width, element by element.</summary>
internal sealed class ProductNode(CompositionNode x, CompositionNode y) : CompositionNode(x.Width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
        ReadOnlySpan<float> a = buffers.Values(x, pass.Rows).Data, b = buffers.Values(y, pass.Rows).Data;
        Span<float> product = buffers.Values(this, pass.Rows).Data;
        for (int i = 0; i < product.Length; i++) product[i] = a[i] * b[i];
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
        AddProduct(buffers.Gradient(this, pass.Rows).Data, buffers.Values(y, pass.Rows).Data, buffers.Gradient(x, pass.Rows).Data);
        AddProduct(buffers.Gradient(this, pass.Rows).Data, buffers.Values(x, pass.Rows).Data, buffers.Gradient(y, pass.Rows).Data);
    }

    private static void AddProduct(ReadOnlySpan<float> dy, ReadOnlySpan<float> other, Span<float> dx)
    {
        for (int i = 0; i < dx.Length; i++) dx[i] += dy[i] * other[i];
    }
}
