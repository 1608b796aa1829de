using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using PixelGpt.Formats;
using PixelGpt.Formats.Onnx;
using PixelGpt.Models.Embeddings;

namespace PixelGpt.Models.Onnx;

/// <summary>Adds the weights of a model to a graph, in the form that the graph needs. Tables with colour features are computed for the palette of the model.</summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="transformer">The model.</param>
/// <param name="features">Features of the colours; null if the model has none.</param>
/// <param name="type">Element type in the file.</param>
internal sealed class OnnxWeights(OnnxGraphBuilder graph, Transformer transformer, ColorFeatures? features, FloatType type)
{
    private readonly TransformerDescription _description = transformer.Description;
    private readonly Dictionary<string, Parameter> _parameters = transformer.Parameters.All.ToDictionary(p => p.Name, StringComparer.Ordinal);
    private OnnxValue? _tokens;

    /// <summary>Returns the token embedding [V, D].</summary>
    public OnnxValue Tokens() => _tokens ??= Tensor(ColorTableOf(_description.Names.TokenEmbedding, _description.VocabularySize));

    /// <summary>Returns the weight of the output head [D, V].</summary>
    public OnnxValue Head() => _description.TiedHead
        ? graph.Transpose(Tokens(), 1, 0)
        : Tensor(Transposed(ColorTableOf(_description.Names.Head, _description.VocabularySize)));

    /// <summary>Returns an embedding table [count, D].</summary>
    /// <param name="name">Name of the table.</param>
    public OnnxValue Table(string name) => Tensor(ValuesOf(_parameters[name + ".weight"]));

    /// <summary>Returns the embeddings of the states of all neighbours, one neighbour after the other [neighbours · states, D].</summary>
    public OnnxValue NeighborTables()
    {
        NamedTensor[] tables = [.. Enumerable.Range(0, _description.Neighbors.Length).Select(i => ColorTableOf(Named(_description.Names.NeighborEmbedding, i), _description.NeighborStates))];
        return Tensor(new NamedTensor("model.embed_neighbors", [tables.Length * _description.NeighborStates, _description.HiddenSize], tables.SelectMany(t => t.Values.ToArray()).ToArray()));
    }

    /// <summary>Returns the sum of one row of each of several tables [D].</summary>
    /// <param name="name">Name of the sum.</param>
    /// <param name="rows">Names of the tables, and the rows.</param>
    public OnnxValue SumOfRows(string name, params ReadOnlySpan<(string Table, int Row)> rows)
    {
        float[] sum = new float[_description.HiddenSize];
        foreach ((string table, int row) in rows) transformer.Kernels.Add(_parameters[table + ".weight"].In(Values).Slice(row * sum.Length, sum.Length), sum);
        return Tensor(new NamedTensor(name, [sum.Length], sum));
    }

    /// <summary>Adds a linear layer.</summary>
    /// <param name="x">Input [B, S, inputs].</param>
    /// <param name="name">Name pattern of the layer.</param>
    /// <param name="layer">Index of the block.</param>
    /// <returns>The output [B, S, outputs].</returns>
    public OnnxValue Linear(OnnxValue x, string name, int layer = 0)
    {
        string full = Named(name, layer);
        NamedTensor weight = ValuesOf(_parameters[full + ".weight"]);
        OnnxValue product = graph.MatMul(x, Tensor(_description.Layout == WeightLayout.InOut ? weight : Transposed(weight)));
        return _parameters.TryGetValue(full + ".bias", out Parameter? bias) ? graph.Add(product, Tensor(ValuesOf(bias))) : product;
    }

    /// <summary>Returns a weight or bias without change.</summary>
    /// <param name="name">Name pattern of the module.</param>
    /// <param name="layer">Index of the block.</param>
    /// <param name="part">Name of the parameter in the module.</param>
    public OnnxValue Vector(string name, int layer, string part = "weight") => Tensor(ValuesOf(_parameters[$"{Named(name, layer)}.{part}"]));

    /// <summary>Returns the only value of a weight.</summary>
    /// <param name="name">Name pattern of the module.</param>
    /// <param name="layer">Index of the block.</param>
    public float Scalar(string name, int layer) => _parameters[Named(name, layer) + ".weight"].In(Values)[0];

    /// <summary>Adds constants that are no weights, always as float32.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="values">The values [n].</param>
    public OnnxValue Constants(string name, float[] values) => graph.Initializer(name, OnnxElementType.Float, [values.Length], Bytes(values));

    private ReadOnlySpan<float> Values => transformer.Parameters.Values;

    private NamedTensor ValuesOf(Parameter parameter) => new(parameter.Name, parameter.Shape, parameter.In(Values).ToArray());

    /// <summary>Returns a table of colours, with the contribution of the colour features.</summary>
    private NamedTensor ColorTableOf(string name, int count)
    {
        if (features is null) return ValuesOf(_parameters[name + ".weight"]);
        bool isLearned = !_description.HasFreePalette;
        Parameter rows = isLearned ? _parameters[name + ".weight"] : new Parameter(name, [count, _description.HiddenSize], 0, Initializer.Zeros);
        var table = new EmbeddingTable(rows, isLearned, features, _parameters[name + ".color_proj.weight"]);
        table.Update(transformer.Kernels, Values);
        return new NamedTensor(name + ".weight", rows.Shape, table.In(Values).ToArray());
    }

    private OnnxValue Tensor(NamedTensor tensor)
    {
        if (type == FloatType.F32) return graph.Initializer(tensor.Name, OnnxElementType.Float, tensor.Shape.AsSpan(), Bytes(MemoryMarshal.ToEnumerable(tensor.Values).ToArray()));
        byte[] data = MemoryMarshal.AsBytes(HalfPrecision.Round(tensor).AsSpan()).ToArray();
        return graph.Cast(graph.Initializer(tensor.Name, OnnxElementType.Float16, tensor.Shape.AsSpan(), data), OnnxElementType.Float);
    }

    private static NamedTensor Transposed(NamedTensor tensor)
    {
        int rows = tensor.Shape[0], columns = tensor.Shape[1];
        ReadOnlySpan<float> from = tensor.Values.Span;
        float[] to = new float[from.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) to[(column * rows) + row] = from[(row * columns) + column];
        }

        return new NamedTensor(tensor.Name, [columns, rows], to);
    }

    private static byte[] Bytes(float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return bytes;
    }

    private static string Named(string pattern, int index) => string.Format(CultureInfo.InvariantCulture, pattern, index);
}
