using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>Exports <see cref="RmsNorm"/> and <see cref="LayerNorm"/>.</summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="description">Architecture of the model.</param>
/// <param name="weights">Weights of the model.</param>
internal sealed class OnnxNorm(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights)
{
    /// <summary>Adds the norm of the model's kind.</summary>
    /// <param name="x">Input [B, S, D].</param>
    /// <param name="name">Name pattern of the norm.</param>
    /// <param name="layer">Index of the block.</param>
    public OnnxValue Build(OnnxValue x, string name, int layer) => description.Norm == NormKind.RmsNorm
        ? Rms(x, name, layer)
        : graph.Node("LayerNormalization", [x, weights.Vector(name, layer), weights.Vector(name, layer, "bias")], OnnxAttribute.Of("axis", -1L), OnnxAttribute.Of("epsilon", description.NormEpsilon));

    /// <summary>Adds an RMSNorm of the last dimension.</summary>
    /// <param name="x">Input […, n].</param>
    /// <param name="name">Name pattern of the norm.</param>
    /// <param name="layer">Index of the block.</param>
    public OnnxValue Rms(OnnxValue x, string name, int layer)
    {
        OnnxValue square = graph.Node("ReduceMean", [graph.Node("Pow", [x, graph.Number(2)])], OnnxAttribute.Of("axes", [-1L]), OnnxAttribute.Of("keepdims", 1L));
        OnnxValue root = graph.Node("Sqrt", [graph.Add(square, graph.Number(description.NormEpsilon))]);
        return graph.Multiply(graph.Divide(x, root), weights.Vector(name, layer));
    }
}
