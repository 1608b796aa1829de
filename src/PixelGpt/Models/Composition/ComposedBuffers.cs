using PixelGpt.Numerics;

namespace PixelGpt.Models.Composition;

/// <summary>The values of one composed block, and their gradients.</summary>
/// <param name="values">Values of all nodes.</param>
/// <param name="gradients">Gradients of all nodes, which blocks use in turn; null unless the buffers are for training.</param>
/// <param name="capacity">Maximum number of rows.</param>
internal sealed class ComposedBuffers(FloatBuffer values, FloatBuffer? gradients, int capacity)
{
    /// <summary>Returns the values of a node [rows, width].</summary>
    /// <param name="node">The node.</param>
    /// <param name="rows">Number of rows.</param>
    public MatrixSpan Values(CompositionNode node, int rows) => View(values, node, rows);

    /// <summary>Returns the gradient of a node [rows, width].</summary>
    /// <param name="node">The node.</param>
    /// <param name="rows">Number of rows.</param>
    public MatrixSpan Gradient(CompositionNode node, int rows) => View(gradients!, node, rows);

    /// <summary>Returns values per row that a node keeps for the backward pass [rows].</summary>
    /// <param name="node">The node.</param>
    /// <param name="index">Index of the value, less than <see cref="CompositionNode.KeptWidth"/>.</param>
    /// <param name="rows">Number of rows.</param>
    public Span<float> Kept(CompositionNode node, int index, int rows) => values[((node.Offset + Alignment.RoundUp(node.Width)) * capacity) + (index * capacity), rows];

    private MatrixSpan View(FloatBuffer buffer, CompositionNode node, int rows) => new(buffer[node.Offset * capacity, rows * node.Width], rows, node.Width);
}
