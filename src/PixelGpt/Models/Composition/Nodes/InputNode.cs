namespace PixelGpt.Models.Composition;

/// <summary>The residual stream before the block. The block sets its values and reads its gradient.</summary>
internal sealed class InputNode(int width) : CompositionNode(width)
{
    public override void Forward(in ForwardPass pass, ComposedBuffers buffers)
    {
    }

    public override void Backward(in BackwardPass pass, ComposedBuffers buffers)
    {
    }
}
