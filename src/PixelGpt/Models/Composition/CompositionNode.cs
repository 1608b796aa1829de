using PixelGpt.Numerics;

namespace PixelGpt.Models.Composition;

/// <summary>One operation of a composed block: computes a value [T, width] from values that were computed before.</summary>
/// <param name="width">Number of values in a row.</param>
internal abstract class CompositionNode(int width)
{
    /// <summary>The number of values in a row of the result.</summary>
    public int Width => width;

    /// <summary>The number of values per row that the forward pass keeps for the backward pass in addition to the result.</summary>
    public virtual int KeptWidth => 0;

    /// <summary>The number of floats per row in the buffer of the block, before the values of this node.</summary>
    public int Offset { get; set; }

    /// <summary>The number of floats per row that this node needs, in whole cache lines.</summary>
    public int Extent => Alignment.RoundUp(width) + Alignment.RoundUp(KeptWidth);

    /// <summary>Computes the result.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="buffers">Values of the block.</param>
    public abstract void Forward(in ForwardPass pass, ComposedBuffers buffers);

    /// <summary>Adds to the gradients of the inputs and of the parameters.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="buffers">Values of the forward pass, and the gradients; that of this node is complete.</param>
    public abstract void Backward(in BackwardPass pass, ComposedBuffers buffers);
}
