using System.Text.RegularExpressions;

namespace PixelGpt.Models.Composition;

/// <summary>
/// Creates the parts of one block. Every method adds one operation to the block and returns its result; names are those of the
/// parameters in the state dict, after the prefix of the layer (<see cref="ParameterNames.Block"/>).
/// </summary>
/// <remarks>
/// All operations but <see cref="Attention"/> work on each pixel on its own, so that a block can be computed for a whole picture in
/// training and for one new pixel per picture in a decoder.
/// </remarks>
public sealed partial class BlockComposer
{
    private readonly TransformerDescription _description;
    private readonly ParameterFactory _parameters;
    private readonly Rotary? _rotary;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<CompositionNode> _nodes = [];
    private readonly List<Linear> _linears = [];
    private int _attention;
    private bool _hasMlp;
    private int _dropouts;

    internal BlockComposer(TransformerDescription description, ParameterFactory parameters, int layer, Rotary? rotary)
    {
        (_description, _parameters, Layer, _rotary) = (description, parameters, layer, rotary);
        Input = Append(new InputNode(description.HiddenSize));
    }

    /// <summary>The index of the layer, from 0.</summary>
    public int Layer { get; }

    internal BlockValue Input { get; }

    internal IReadOnlyList<CompositionNode> Nodes => _nodes;

    internal IReadOnlyList<Linear> Linears => _linears;

    /// <summary>The index of the attention among the nodes.</summary>
    internal int AttentionIndex => _attention > 0 ? _attention : throw new ArgumentException("the composition of a block must call Attention once (got no call)");

    /// <summary>
    /// Multi-head causal self-attention with the heads, positions, windows and biases of the description. Each block has exactly one, because
    /// the KV cache has one entry per layer.
    /// </summary>
    /// <param name="x">Input, of the hidden size.</param>
    /// <returns>The output, of the hidden size.</returns>
    /// <exception cref="ArgumentException">The block already has an attention, or the width of the input is not the hidden size.</exception>
    public BlockValue Attention(BlockValue x)
    {
        CompositionNode input = HiddenRows(x, nameof(Attention));
        if (_attention > 0) throw new ArgumentException("the composition of a block must call Attention once (got two calls)");
        _attention = _nodes.Count;
        var attention = new SelfAttention(_description, _parameters, Layer, _rotary);
        _linears.AddRange(attention.Linears);
        return Append(new AttentionNode(input, attention, Layer));
    }

    /// <summary>The MLP of the description: its kind, intermediate size and biases. A block has at most one; others are composed from <see cref="Linear"/> and functions.</summary>
    /// <param name="x">Input, of the hidden size.</param>
    /// <returns>The output, of the hidden size.</returns>
    /// <exception cref="ArgumentException">The block already has this MLP, or the width of the input is not the hidden size.</exception>
    public BlockValue Mlp(BlockValue x)
    {
        CompositionNode input = HiddenRows(x, nameof(Mlp));
        if (_hasMlp) throw new ArgumentException("the composition of a block must call Mlp at most once (got two calls); compose further ones from Linear and functions");
        _hasMlp = true;
        var mlp = new Mlp(_description, _parameters, Layer);
        _linears.AddRange(mlp.Linears);
        return Append(new MlpNode(input, mlp, Layer));
    }

    /// <summary>A linear layer, y = x·W + b.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="x">Input.</param>
    /// <param name="outputs">Number of output features.</param>
    /// <param name="hasBias">Whether the layer has a bias, which starts at 0.</param>
    /// <param name="standardDeviation">Standard deviation of the initial weights; null for <see cref="TransformerDescription.InitializerRange"/>.</param>
    /// <returns>The output, of width <paramref name="outputs"/>.</returns>
    /// <exception cref="ArgumentException">The name is invalid or not unique, or <paramref name="outputs"/> is less than 1.</exception>
    public BlockValue Linear(string name, BlockValue x, int outputs, bool hasBias = false, float? standardDeviation = null)
    {
        CompositionNode input = NodeOf(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Linear linear = _parameters.Linear(FullName(name), Layer, input.Width, outputs, standardDeviation ?? _description.InitializerRange, hasBias);
        _linears.Add(linear);
        return Append(new LinearNode(input, linear));
    }

    /// <summary>A normalisation of each row with learned parameters.</summary>
    /// <param name="name">Name of the norm.</param>
    /// <param name="x">Input.</param>
    /// <param name="kind">The kind of normalisation; null for that of the description.</param>
    /// <returns>The output, of the same width.</returns>
    /// <exception cref="ArgumentException">The name is invalid or not unique.</exception>
    public BlockValue Norm(string name, BlockValue x, NormKind? kind = null)
    {
        CompositionNode input = NodeOf(x);
        return Append(new NormNode(input, _parameters.Norm(FullName(name), Layer, input.Width, kind ?? _description.Norm)));
    }

    /// <summary>Multiplies each column by a learned factor.</summary>
    /// <param name="name">Name of the factors.</param>
    /// <param name="x">Input.</param>
    /// <param name="initial">Initial value of the factors.</param>
    /// <returns>The product, of the same width.</returns>
    /// <exception cref="ArgumentException">The name is invalid or not unique.</exception>
    public BlockValue Gain(string name, BlockValue x, float initial = 1)
    {
        CompositionNode input = NodeOf(x);
        return Append(new GainNode(input, _parameters.Vector(FullName(name), Layer, input.Width, initial)));
    }

    /// <summary>Adds a learned value to each column.</summary>
    /// <param name="name">Name of the values.</param>
    /// <param name="x">Input.</param>
    /// <param name="initial">Initial value.</param>
    /// <returns>The sum, of the same width.</returns>
    /// <exception cref="ArgumentException">The name is invalid or not unique.</exception>
    public BlockValue Shift(string name, BlockValue x, float initial = 0)
    {
        CompositionNode input = NodeOf(x);
        return Append(new ShiftNode(input, _parameters.Vector(FullName(name), Layer, input.Width, initial)));
    }

    /// <summary>Dropout with the description's <see cref="TransformerDescription.ResidualDropout"/>, in training only.</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    /// <exception cref="ArgumentException">The block has too many dropouts.</exception>
    public BlockValue Dropout(BlockValue x)
    {
        CompositionNode input = NodeOf(x);
        if (_dropouts >= DropoutSites.MaxPerBlock) throw new ArgumentException($"the composition of a block must call Dropout at most {DropoutSites.MaxPerBlock} times");
        return Append(new DropoutNode(input, DropoutSites.Composed(Layer, _dropouts++), _description.ResidualDropout));
    }

    /// <summary>The function max(x, 0).</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Relu(BlockValue x) => Function<ReluFunction>(x);

    /// <summary>The sigmoid σ(x) = 1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Sigmoid(BlockValue x) => Function<SigmoidFunction>(x);

    /// <summary>The function x · σ(x).</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Silu(BlockValue x) => x * Sigmoid(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Tanh(BlockValue x) => Function<TanhFunction>(x);

    /// <summary>The tanh approximation of GELU (Hendrycks and Gimpel 2016), which GPT-2 uses.</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Gelu(BlockValue x) => Append(new GeluNode(NodeOf(x)));

    /// <summary>A function of each element that has no part of its own. Functions that can be composed from other parts need no derivative.</summary>
    /// <param name="x">Input.</param>
    /// <param name="function">The function; called by several threads at once, and must depend on nothing but its argument.</param>
    /// <param name="derivative">Its derivative; <see cref="Training.GradientCheck"/> checks it.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Map(BlockValue x, Func<float, float> function, Func<float, float> derivative)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(derivative);
        return Append(new FunctionNode<MappedFunction>(NodeOf(x), new MappedFunction(function, derivative)));
    }

    /// <summary>The softmax over the columns of each row.</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of the same width.</returns>
    public BlockValue Softmax(BlockValue x) => Append(new SoftmaxNode(NodeOf(x)));

    /// <summary>The mean of the columns of each row.</summary>
    /// <param name="x">Input.</param>
    /// <returns>The output, of width 1.</returns>
    public BlockValue Mean(BlockValue x) => Append(new MeanNode(NodeOf(x)));

    /// <summary>Some consecutive columns.</summary>
    /// <param name="x">Input.</param>
    /// <param name="first">Index of the first column.</param>
    /// <param name="count">Number of columns.</param>
    /// <returns>The output, of width <paramref name="count"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The columns are not within the input.</exception>
    public BlockValue Columns(BlockValue x, int first, int count)
    {
        CompositionNode input = NodeOf(x);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, input.Width - first);
        return Append(new ColumnsNode(input, first, count));
    }

    /// <summary>The columns of two values side by side.</summary>
    /// <param name="x">The first value.</param>
    /// <param name="y">The second value.</param>
    /// <returns>The output; its width is the sum of both.</returns>
    public BlockValue Join(BlockValue x, BlockValue y) => Append(new JoinNode(NodeOf(x), NodeOf(y)));

    internal BlockValue Add(BlockValue x, BlockValue y)
    {
        if (NodeOf(x).Width != NodeOf(y).Width) throw new ArgumentException($"values that are added must have the same width (got {x.Width} and {y.Width})");
        return Append(new SumNode(x.Node, y.Node));
    }

    internal BlockValue Multiply(BlockValue x, BlockValue y)
    {
        if (NodeOf(x).Width == NodeOf(y).Width) return Append(new ProductNode(x.Node, y.Node));
        if (y.Width == 1) return Append(new RowProductNode(x.Node, y.Node));
        if (x.Width == 1) return Append(new RowProductNode(y.Node, x.Node));
        throw new ArgumentException($"values that are multiplied must have the same width, or one of them width 1 (got {x.Width} and {y.Width})");
    }

    internal BlockValue Affine(BlockValue x, float factor, float addend) => Append(new AffineNode(NodeOf(x), factor, addend));

    private BlockValue Function<TFunction>(BlockValue x)
        where TFunction : struct, IElementFunction => Append(new FunctionNode<TFunction>(NodeOf(x), default));

    private BlockValue Append(CompositionNode node)
    {
        _nodes.Add(node);
        return new BlockValue(this, node);
    }

    private CompositionNode NodeOf(BlockValue x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.NodeIn(this);
    }

    private CompositionNode HiddenRows(BlockValue x, string part)
    {
        CompositionNode node = NodeOf(x);
        return node.Width == _description.HiddenSize ? node : throw new ArgumentException($"the input of {part} must have the hidden size, {_description.HiddenSize} (got {node.Width})");
    }

    private string FullName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Name().IsMatch(name)) throw new ArgumentException($"the name of a part must consist of letters, digits, '_' and '.' (got '{Excerpt.Of(name)}')");
        if (!_names.Add(name)) throw new ArgumentException($"the name of a part must be unique in its block (got '{name}' twice)");
        return $"{_description.Names.Block}.{name}";
    }

    [GeneratedRegex("^[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*$")]
    private static partial Regex Name();
}
