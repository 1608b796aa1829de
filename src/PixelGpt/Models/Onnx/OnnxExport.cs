using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Formats.Onnx;
using PixelGpt.Models.Embeddings;

namespace PixelGpt.Models.Onnx;

/// <summary>
/// Exports a model as ONNX, with its KV cache as inputs and outputs in the layout of Hugging Face Optimum:
/// <c>input_ids</c>, <c>attention_mask</c>, <c>position_ids</c> and <c>past_key_values.*</c> to <c>logits</c> and <c>present.*</c>.
/// </summary>
public static class OnnxExport
{
    /// <summary>The file name of an exported model.</summary>
    public const string FileName = "model.onnx";

    /// <summary>Writes a model with its palette.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="InputException">The model is an ensemble, its family describes its own blocks, or the file would be larger than the format allows.</exception>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Write(string path, PixelModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Write(path, model.Config, model.Transformer, model.Palette);
    }

    /// <summary>Writes a model.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="config">Configuration of the model.</param>
    /// <param name="transformer">The model, whose weights are loaded.</param>
    /// <param name="palette">Palette of the model; null if there is none, and no part of the model depends on it.</param>
    /// <param name="type">Element type of the weights in the file. Computations are in float32 with either.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="InputException">The family describes its own blocks, the file would be larger than the format allows, or a weight exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    internal static OnnxSummary Write(string path, ModelConfig config, Transformer transformer, Palette? palette, FloatType type = FloatType.F32)
    {
        TransformerDescription description = transformer.Description;
        if (description.Block is not null) throw new InputException($"a model of the family '{config.Family.ModelType}' cannot be exported as ONNX, because the family describes its own blocks; export a model of a built-in family");
        var graph = new OnnxGraphBuilder($"pixelgpt-{config.Family.ModelType}");
        ColorFeatures? features = ColorFeatures.Of(description, palette);
        var weights = new OnnxWeights(graph, transformer, features, type);
        var inputs = new OnnxInputs(graph, description);
        OnnxPicture? picture = inputs.ImageSize is null ? null : new OnnxPicture(graph, description, inputs);
        ParameterNames names = description.Names;

        OnnxValue x = new OnnxEmbedding(graph, description, weights).Build(inputs, picture);
        OnnxRotary? rotary = OnnxRotary.Create(graph, description, weights, inputs, picture);
        var attention = new OnnxAttention(graph, description, weights, inputs, rotary);
        var mlp = new OnnxMlp(graph, description, weights);
        var norm = new OnnxNorm(graph, description, weights);
        for (int layer = 0; layer < description.Layers; layer++)
        {
            graph.Scope = $"layers.{layer}";
            x = graph.Add(x, attention.Build(norm.Build(x, names.AttentionNorm, layer), layer));
            x = graph.Add(x, mlp.Build(norm.Build(x, names.MlpNorm, layer), layer));
        }

        graph.Scope = "head";
        x = norm.Build(x, names.FinalNorm, layer: 0);
        OnnxValue weight = weights.Head();
        if (description.PointerSize > 0) new OnnxPointer(graph, description, weights, inputs).Build(x, graph.MatMul(x, weight));
        else graph.OutputNode(OnnxInputs.Logits, OnnxElementType.Float, OnnxInputs.LogitsShape(description), "MatMul", [x, weight]);
        long length = OnnxModelFile.Write(path, graph, OnnxMetadata.Of(config, description, palette));
        return new OnnxSummary(graph.NodeCount, length, transformer.Parameters.Count);
    }
}
