using System.Collections.Immutable;
using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>Exports <see cref="SelfAttention"/>, with attention to the KV cache. Of the shapes, H is the number of query heads, K that of key-value heads, and d the head size.</summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="description">Architecture of the model.</param>
/// <param name="weights">Weights of the model.</param>
/// <param name="inputs">Inputs of the model.</param>
/// <param name="rotary">Rotary embedding; null if the model has none.</param>
internal sealed class OnnxAttention(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights, OnnxInputs inputs, OnnxRotary? rotary)
{
    private readonly OnnxNorm _norm = new(graph, description, weights);
    private OnnxValue _firstValues;

    /// <summary>Adds the attention of a block; layers must be added in order.</summary>
    /// <param name="x">Input [B, S, D].</param>
    /// <param name="layer">Index of the block.</param>
    public OnnxValue Build(OnnxValue x, int layer)
    {
        int heads = description.Heads, keyValueHeads = description.KeyValueHeads, size = description.HeadDim;
        (OnnxValue q, OnnxValue k, OnnxValue v) = Project(x, layer);
        v = WithFirstValues(v, layer);
        q = Positioned(q, heads, description.Names.QueryKeyNorm.Query, layer, isKey: false);
        k = Positioned(k, keyValueHeads, description.Names.QueryKeyNorm.Key, layer, isKey: true);
        q = graph.Multiply(q, graph.Number((float)(1 / Math.Sqrt(size))));
        k = inputs.Append(layer, isKey: true, k, description);
        v = inputs.Append(layer, isKey: false, ByHead(graph.Reshape(v, 0, 0, keyValueHeads, size)), description);
        OnnxValue bias = inputs.Bias(description.WindowOf(layer));
        return weights.Linear(graph.Reshape(ByHead(heads == keyValueHeads ? Attend(q, k, v, bias) : AttendInGroups(q, k, v, bias)), 0, 0, description.QueryWidth), description.Names.AttentionOutput, layer);
    }

    /// <summary>Adds queries, keys and values [B, S, heads · d].</summary>
    private (OnnxValue Q, OnnxValue K, OnnxValue V) Project(OnnxValue x, int layer)
    {
        ImmutableArray<string> names = description.Names.AttentionInput;
        OnnxValue[] parts = names.Length == 1
            ? graph.Split(weights.Linear(x, names[0], layer), description.QueryWidth, description.KeyValueWidth, description.KeyValueWidth)
            : [.. names.Select(name => weights.Linear(x, name, layer))];
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>Adds the value residual, see <see cref="ValueResidual"/>.</summary>
    private OnnxValue WithFirstValues(OnnxValue v, int layer)
    {
        if (layer == 0) _firstValues = v;
        if (layer == 0 || !description.ValueResidual) return v;
        float share = weights.Scalar(description.Names.ValueResidual, layer);
        return graph.Add(graph.Multiply(v, graph.Number(1 - share)), graph.Multiply(_firstValues, graph.Number(share)));
    }

    /// <summary>Adds norm and rotation of queries or keys [B, heads, S, d].</summary>
    private OnnxValue Positioned(OnnxValue x, int heads, string norm, int layer, bool isKey)
    {
        OnnxValue value = graph.Reshape(x, 0, 0, heads, description.HeadDim);
        if (description.QueryKeyNorm) value = _norm.Rms(value, norm, layer);
        return ByHead(rotary is null ? value : rotary.Rotate(value, isKey));
    }

    /// <summary>Exchanges rows and heads: [B, S, heads, d] and [B, heads, S, d].</summary>
    private OnnxValue ByHead(OnnxValue x) => graph.Transpose(x, 0, 2, 1, 3);

    /// <summary>Adds attention with as many key-value heads as query heads [B, H, S, d].</summary>
    private OnnxValue Attend(OnnxValue q, OnnxValue k, OnnxValue v, OnnxValue bias) =>
        graph.MatMul(graph.Softmax(graph.Add(graph.MatMul(q, graph.Transpose(k, 0, 1, 3, 2)), graph.Unsqueeze(bias, 1))), v);

    /// <summary>Adds attention in which H / K query heads share a key-value head: each is [B, K, H / K or 1, …] [B, H, S, d].</summary>
    private OnnxValue AttendInGroups(OnnxValue q, OnnxValue k, OnnxValue v, OnnxValue bias)
    {
        int groups = description.KeyValueHeads, size = description.HeadDim;
        OnnxValue grouped = graph.Reshape(q, 0, groups, description.Heads / groups, -1, size);
        OnnxValue scores = graph.MatMul(grouped, graph.Transpose(graph.Unsqueeze(k, 2), 0, 1, 2, 4, 3));
        OnnxValue output = graph.MatMul(graph.Softmax(graph.Add(scores, graph.Unsqueeze(bias, 1, 2))), graph.Unsqueeze(v, 2));
        return graph.Reshape(output, 0, description.Heads, -1, size);
    }
}
