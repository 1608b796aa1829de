using System.Collections.Immutable;
using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats.Onnx;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.ResNet;

/// <summary>Finds the layers of ResNet-18 in an ONNX graph by following the data from the input. The names in the file do not matter.</summary>
/// <param name="graph">The graph.</param>
/// <param name="kernels">Kernels to compute with.</param>
internal sealed class ResNet18Graph(OnnxGraph graph, IKernels kernels)
{
    /// <summary>Finds the operation that uses a value.</summary>
    /// <param name="value">Name of the value.</param>
    /// <param name="type">The operator.</param>
    /// <exception cref="InputException">There is no such operation.</exception>
    public OnnxNode UserOf(string value, string type) => graph.Nodes.FirstOrDefault(node => node.Operator == type && node.Inputs.Contains(value)) ?? throw Different($"{type} of '{Excerpt.Of(value, 100)}' is missing");

    /// <summary>Finds the output of the only operation that uses a value.</summary>
    /// <param name="value">Name of the value.</param>
    /// <param name="type">The operator.</param>
    /// <exception cref="InputException">There is no such operation, or it has no output.</exception>
    public string OutputOf(string value, string type) => UserOf(value, type).Outputs is [var output, ..] ? output : throw Different($"{type} has no output");

    /// <summary>Finds a pool and checks its shape.</summary>
    /// <param name="value">Name of the input.</param>
    /// <param name="type">The operator.</param>
    /// <param name="side">The expected height and width of the window.</param>
    /// <param name="stride">The expected stride.</param>
    /// <returns>The name of the output.</returns>
    /// <exception cref="InputException">The graph is not that of ResNet-18.</exception>
    public string PoolOf(string value, string type, int side, int stride)
    {
        OnnxNode pool = UserOf(value, type);
        Check(pool, "kernel_shape", side);
        Check(pool, "strides", stride);
        return OutputOf(value, type);
    }

    /// <summary>Loads a convolution with its batch norm.</summary>
    /// <param name="value">Name of the input.</param>
    /// <param name="side">Height and width of the window.</param>
    /// <param name="stride">Stride of the window.</param>
    /// <param name="hasRelu">Whether the layer applies ReLU.</param>
    /// <returns>The layer, and the name of the output of its batch norm.</returns>
    /// <exception cref="InputException">The graph is not that of ResNet-18, or a tensor is damaged.</exception>
    public (Convolution Layer, string Output) ConvolutionOf(string value, int side, int stride, bool hasRelu)
    {
        OnnxNode node = graph.Nodes.FirstOrDefault(n => n.Operator == "Conv" && n.Inputs is [var input, _] && input == value && n.Outputs.Length > 0 && ShapeOf(n) is [_, _, var height, var width] && height == side && width == side)
            ?? throw Different($"the {side}×{side} convolution of '{Excerpt.Of(value, 100)}' is missing");
        Check(node, "strides", stride);
        Check(node, "dilations", 1);
        Check(node, "group", 1);

        // Padding at the end may be one less than at the start, because with a stride of 2 the window never reaches it.
        if (node.Integers.GetValueOrDefault("pads") is not [var top, var left, var bottom, var right] || top != side / 2 || left != top || bottom != right || bottom > top || bottom < top - stride + 1)
            throw Different($"a {side}×{side} convolution has a different padding");
        OnnxTensor weights = Tensor(node.Inputs[1]);
        OnnxNode norm = UserOf(node.Outputs[0], "BatchNormalization");
        if (norm.Inputs.Length != 5 || norm.Outputs.Length == 0) throw Different("a batch norm has a different number of inputs");
        int outputs = weights.Shape[0];
        float[] Parameter(int index) => Tensor(norm.Inputs[index]) is { Shape: [var size] } tensor && size == outputs ? tensor.FiniteFloats() : throw Different($"a batch norm of {outputs} channels has another number of values");
        var batchNorm = new BatchNorm(Parameter(1), Parameter(2), Parameter(3), Parameter(4), norm.Floats.GetValueOrDefault("epsilon", 1e-5f));
        var layer = new Convolution(weights.Name, kernels, new ConvolutionWeights(weights.FiniteFloats(), outputs, weights.Shape[1], side, side), batchNorm, stride, isPadded: true, hasRelu);
        return (layer, norm.Outputs[0]);
    }

    /// <summary>Creates the exception for a graph that is not that of ResNet-18.</summary>
    /// <param name="what">What is different.</param>
    public static InputException Different(string what) => new($"this is not the ResNet-18 of the package {ResNet18.Package}: {what}");

    private static void Check(OnnxNode node, string attribute, long expected)
    {
        if (node.Integers.GetValueOrDefault(attribute) is not { IsDefaultOrEmpty: false } values || values.Any(value => value != expected)) throw Different($"{attribute} of a {node.Operator} is not {expected}");
    }

    private ImmutableArray<int> ShapeOf(OnnxNode node) => graph.Tensors.TryGetValue(node.Inputs[1], out OnnxTensor? weights) ? weights.Shape : [];

    private OnnxTensor Tensor(string name) => graph.Tensors.GetValueOrDefault(name) ?? throw Different($"the tensor '{Excerpt.Of(name, 100)}' is missing");
}
