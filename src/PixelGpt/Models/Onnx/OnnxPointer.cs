using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>Exports <see cref="ColorPointer"/>.</summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="description">Architecture of the model.</param>
/// <param name="weights">Weights of the model.</param>
/// <param name="inputs">Inputs of the model.</param>
internal sealed class OnnxPointer(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights, OnnxInputs inputs)
{
    /// <summary>Adds the logarithms of the mixture as the logits of the model.</summary>
    /// <param name="x">Final hidden state [B, S, D].</param>
    /// <param name="logits">Output of the head [B, S, V].</param>
    public void Build(OnnxValue x, OnnxValue logits)
    {
        graph.Scope = "pointer";
        int size = description.PointerSize;
        OnnxValue[] parts = graph.Split(weights.Linear(x, description.Names.ColorPointer), size, size, 1);
        OnnxValue keys = inputs.Extend("pointer_key", OnnxElementType.Float, parts[1], size);
        OnnxValue scores = graph.Multiply(graph.MatMul(parts[0], graph.Transpose(keys, 0, 2, 1)), graph.Number((float)(1 / Math.Sqrt(size))));
        OnnxValue attention = graph.Softmax(graph.Add(scores, inputs.Bias(int.MaxValue)));

        // The colours of the columns as rows with a single 1 [B, T, V].
        OnnxValue colors = graph.Cast(graph.Node("Equal", [graph.Unsqueeze(inputs.Tokens, 2), graph.Range(graph.Integer(0), graph.Integer(description.VocabularySize))]), OnnxElementType.Float);
        OnnxValue gate = graph.Sigmoid(graph.Add(parts[2], graph.Number(ColorPointer.GateShift)));
        OnnxValue pointed = graph.Multiply(gate, graph.MatMul(attention, colors));
        OnnxValue mixture = graph.Add(graph.Multiply(graph.Subtract(graph.Number(1), gate), graph.Softmax(logits)), pointed);
        graph.OutputNode(OnnxInputs.Logits, OnnxElementType.Float, OnnxInputs.LogitsShape(description), "Log", [graph.Node("Max", [mixture, graph.Number(Probabilities.Min)])]);
    }
}
