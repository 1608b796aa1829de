using System.Globalization;
using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>
/// The inputs of an exported model, and what follows from them for all layers. A row is a token of <c>input_ids</c>; a column is a
/// token of the cache or of <c>input_ids</c>. Of the shapes, B is the batch size, S the number of rows, T the number of columns.
/// </summary>
internal sealed class OnnxInputs
{
    /// <summary>The name of the output of logits.</summary>
    public const string Logits = "logits";

    private const string Batch = "batch_size", Rows = "sequence_length", Past = "past_sequence_length", Total = "past_sequence_length + sequence_length";

    private readonly OnnxGraphBuilder _graph;
    private readonly Dictionary<int, OnnxValue> _biases = [];

    /// <summary>Adds the inputs of a model.</summary>
    /// <param name="graph">Graph to add to.</param>
    /// <param name="description">Architecture of the model.</param>
    public OnnxInputs(OnnxGraphBuilder graph, TransformerDescription description)
    {
        _graph = graph;
        graph.Scope = "inputs";
        Ids = graph.Input("input_ids", OnnxElementType.Int64, Batch, Rows);
        OnnxValue mask = graph.Input("attention_mask", OnnxElementType.Int64, Batch, Total);
        Positions = graph.Input("position_ids", OnnxElementType.Int64, Batch, Rows);
        HasNeighbors = description.Neighbors.Length > 0;
        if (description.AnyOrder) NextPositions = graph.Input("next_position_ids", OnnxElementType.Int64, Batch, Rows);
        if (HasNeighbors || description.RowColumnEmbedding || description.SizeEmbedding || description.TwoDimensionalRope) ImageSize = graph.Input("image_size", OnnxElementType.Int64, Batch, 2);

        OnnxValue total = graph.SizeOf(mask, axis: 1);
        OnnxValue past = graph.Subtract(total, graph.SizeOf(Ids, axis: 1));
        ColumnIndex = graph.Range(graph.Integer(0), total);
        RowIndex = graph.Unsqueeze(graph.Range(past, total), 1);
        Present = graph.Cast(mask, OnnxElementType.Bool);
        Visible = graph.And(graph.LessOrEqual(ColumnIndex, RowIndex), graph.Unsqueeze(Present, 1));

        int heads = description.KeyValueHeads, size = description.HeadDim;
        Keys = [.. Enumerable.Range(0, description.Layers).Select(layer => (Cache(Key(layer), OnnxElementType.Float, heads, Past, size), Cache(Value(layer), OnnxElementType.Float, heads, Past, size)))];
        if (HasNeighbors || description.PointerSize > 0) Tokens = Extend("tokens", OnnxElementType.Int64, Ids);
        if (HasNeighbors) AllPositions = Extend("positions", OnnxElementType.Int64, Positions);
    }

    /// <summary>The tokens [B, S].</summary>
    public OnnxValue Ids { get; }

    /// <summary>The positions of the tokens: in a model of pictures, the raster indices of their pixels [B, S].</summary>
    public OnnxValue Positions { get; }

    /// <summary>The raster indices of the pixels to be predicted [B, S]; null if they follow from the positions.</summary>
    public OnnxValue? NextPositions { get; }

    /// <summary>Width and height of the pictures [B, 2]; null if no part of the model needs them.</summary>
    public OnnxValue? ImageSize { get; }

    /// <summary>Whether the colours of neighbours are inputs.</summary>
    public bool HasNeighbors { get; }

    /// <summary>Which columns have a token, and are not filled [B, T].</summary>
    public OnnxValue Present { get; }

    /// <summary>Which columns each row attends to without a window [B, S, T].</summary>
    public OnnxValue Visible { get; }

    /// <summary>The keys and values of the cache, of each layer [B, key-value heads, past, head size].</summary>
    public IReadOnlyList<(OnnxValue Key, OnnxValue Value)> Keys { get; }

    /// <summary>The tokens of all columns [B, T], if neighbours or a pointer need them.</summary>
    public OnnxValue Tokens { get; }

    /// <summary>The positions of all columns [B, T], if neighbours need them.</summary>
    public OnnxValue AllPositions { get; }

    /// <summary>The index of each row among the columns [S, 1].</summary>
    public OnnxValue RowIndex { get; }

    /// <summary>The index of each column [T].</summary>
    public OnnxValue ColumnIndex { get; }

    /// <summary>Returns the shape of the logits.</summary>
    /// <param name="description">Architecture of the model.</param>
    public static OnnxDimension[] LogitsShape(TransformerDescription description) => [Batch, Rows, description.VocabularySize];

    /// <summary>Returns what is added to the scores of attention: 0, or a large negative number where a row does not attend to a column [B, S, T].</summary>
    /// <param name="window">Sliding window in positions; <see cref="int.MaxValue"/> for none.</param>
    public OnnxValue Bias(int window)
    {
        if (_biases.TryGetValue(window, out OnnxValue bias)) return bias;
        string scope = _graph.Scope;
        _graph.Scope = "inputs";
        OnnxValue visible = window == int.MaxValue ? Visible : _graph.And(Visible, _graph.Less(_graph.Subtract(RowIndex, ColumnIndex), _graph.Integer(window)));

        // Finite, so that a row without any column, which only a filled token has, gets no NaN.
        bias = _graph.Where(visible, _graph.Number(0), _graph.Number(-1e9f));
        _graph.Scope = scope;
        return _biases[window] = bias;
    }

    /// <summary>Adds the keys or values of the rows to those of the cache, and returns both [B, key-value heads, T, head size].</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="isKey">Whether they are keys.</param>
    /// <param name="rows">Keys or values of the rows [B, key-value heads, S, head size].</param>
    /// <param name="description">Architecture of the model.</param>
    public OnnxValue Append(int layer, bool isKey, OnnxValue rows, TransformerDescription description) => _graph.OutputNode(
        "present." + (isKey ? Key(layer) : Value(layer)), OnnxElementType.Float, [Batch, description.KeyValueHeads, Total, description.HeadDim],
        "Concat", [isKey ? Keys[layer].Key : Keys[layer].Value, rows], OnnxAttribute.Of("axis", 2L));

    /// <summary>Adds a cache of one value or vector per token, and returns the values of all columns [B, T, …].</summary>
    /// <param name="name">Name of the cache.</param>
    /// <param name="type">Element type.</param>
    /// <param name="rows">Values of the rows [B, S, …].</param>
    /// <param name="size">Size of a vector; null for one value per token.</param>
    public OnnxValue Extend(string name, OnnxElementType type, OnnxValue rows, int? size = null)
    {
        OnnxDimension[] rest = size is { } length ? [length] : [];
        OnnxValue past = Cache(name, type, [Past, .. rest]);
        return _graph.OutputNode("present." + name, type, [Batch, Total, .. rest], "Concat", [past, rows], OnnxAttribute.Of("axis", 1L));
    }

    private OnnxValue Cache(string name, OnnxElementType type, params ReadOnlySpan<OnnxDimension> shape) => _graph.Input("past_key_values." + name, type, [Batch, .. shape]);

    private static string Key(int layer) => layer.ToString(CultureInfo.InvariantCulture) + ".key";

    private static string Value(int layer) => layer.ToString(CultureInfo.InvariantCulture) + ".value";
}
