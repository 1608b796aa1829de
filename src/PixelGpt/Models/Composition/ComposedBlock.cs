namespace PixelGpt.Models.Composition;

/// <summary>
/// A block that a <see cref="BlockComposition"/> describes. Its operations are computed in the order in which they were composed; the
/// backward pass goes through them in reverse order, and each adds to the gradients of its inputs.
/// </summary>
internal sealed class ComposedBlock : IBlock
{
    private readonly int _layer;
    private readonly int _hiddenSize;
    private readonly InputNode _input;
    private readonly CompositionNode[] _nodes;
    private readonly CompositionNode _output;
    private readonly int _attention;
    private readonly Linear[] _linears;

    /// <summary>Composes a block.</summary>
    /// <param name="description">Architecture, with a composition.</param>
    /// <param name="parameters">Creates the parameters.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="rotary">Rotary positions; null for none.</param>
    /// <exception cref="ArgumentException">The composition is invalid.</exception>
    public ComposedBlock(TransformerDescription description, ParameterFactory parameters, int layer, Rotary? rotary)
    {
        _layer = layer;
        _hiddenSize = description.HiddenSize;
        var composer = new BlockComposer(description, parameters, layer, rotary);
        BlockValue output = description.Block!(composer, composer.Input) ?? throw new ArgumentException("the composition of a block must return a value (got null)");
        _output = output.NodeIn(composer);
        if (output.Width != _hiddenSize) throw new ArgumentException($"the composition of a block must return rows of the hidden size, {_hiddenSize} (got {output.Width})");
        (_nodes, _attention, _linears) = ([.. composer.Nodes], composer.AttentionIndex, [.. composer.Linears]);
        _input = (InputNode)_nodes[0];
        foreach (CompositionNode node in _nodes) (node.Offset, Extent) = (Extent, checked(Extent + node.Extent));
    }

    /// <summary>The number of floats per row of the values of all operations.</summary>
    public int Extent { get; }

    public IEnumerable<Linear> Linears => _linears;

    public void Forward(in ForwardPass pass, ReadOnlySpan<float> x)
    {
        ComposedBuffers buffers = Start(pass, x);
        for (int i = 1; i < _nodes.Length; i++) _nodes[i].Forward(pass, buffers);
        buffers.Values(_output, pass.Rows).Data.CopyTo(pass.Activations.Blocks[_layer].Output.Span);
    }

    public void Prefill(in ForwardPass pass, ReadOnlySpan<float> x, ICachedAttention cache)
    {
        ComposedBuffers buffers = Start(pass, x);
        for (int i = 1; i < _attention; i++) _nodes[i].Forward(pass, buffers);
        ((AttentionNode)_nodes[_attention]).Prefill(pass, buffers, cache);
    }

    public void Backward(in BackwardPass pass, ReadOnlySpan<float> x)
    {
        ComposedBuffers buffers = pass.Activations.Composed[_layer];
        foreach (CompositionNode node in _nodes) buffers.Gradient(node, pass.Rows).Data.Clear();
        Span<float> residual = pass.ActivationGradients.Residual[0, pass.Rows * _hiddenSize];
        residual.CopyTo(buffers.Gradient(_output, pass.Rows).Data);
        for (int i = _nodes.Length - 1; i > 0; i--) _nodes[i].Backward(pass, buffers);
        buffers.Gradient(_input, pass.Rows).Data.CopyTo(residual);
    }

    private ComposedBuffers Start(in ForwardPass pass, ReadOnlySpan<float> x)
    {
        ComposedBuffers buffers = pass.Activations.Composed[_layer];
        x[..(pass.Rows * _hiddenSize)].CopyTo(buffers.Values(_input, pass.Rows).Data);
        return buffers;
    }
}
