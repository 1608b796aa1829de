using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>Exports <see cref="Mlp"/>.</summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="description">Architecture of the model.</param>
/// <param name="weights">Weights of the model.</param>
internal sealed class OnnxMlp(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights)
{
    /// <summary>Adds the MLP of a block.</summary>
    /// <param name="x">Input [B, S, D].</param>
    /// <param name="layer">Index of the block.</param>
    public OnnxValue Build(OnnxValue x, int layer)
    {
        ParameterNames names = description.Names;
        OnnxValue up = weights.Linear(x, names.MlpUp, layer);
        if (description.Mlp == MlpKind.GeluNew) return weights.Linear(GeluNew(up), names.MlpDown, layer);
        OnnxValue gate = weights.Linear(x, names.MlpGate, layer);
        return weights.Linear(graph.Multiply(graph.Multiply(gate, graph.Sigmoid(gate)), up), names.MlpDown, layer);
    }

    /// <summary>Adds 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))), in the form that ONNX Runtime computes as one operation.</summary>
    private OnnxValue GeluNew(OnnxValue x)
    {
        OnnxValue cubic = graph.Add(x, graph.Multiply(graph.Node("Pow", [x, graph.Number(3)]), graph.Number(0.044715f)));
        OnnxValue tanh = graph.Node("Tanh", [graph.Multiply(cubic, graph.Number((float)Math.Sqrt(2 / Math.PI)))]);
        return graph.Multiply(graph.Multiply(x, graph.Number(0.5f)), graph.Add(tanh, graph.Number(1)));
    }
}
