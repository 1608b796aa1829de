using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats.Onnx;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.ResNet;

/// <summary>
/// ResNet-18 (He et al., "Deep Residual Learning for Image Recognition", CVPR 2016) up to its average pool:
/// 224×224 pixels of three channels to 512 features. The package's network has three blocks in its last stage, one more than the paper's.
/// </summary>
internal sealed class ResNet18Network
{
    /// <summary>Number of features per picture.</summary>
    public const int Features = 512;

    /// <summary>The input size.</summary>
    public static readonly FeatureMapSize Input = new(224, 224, 3);

    private static readonly int[] BlocksPerStage = [2, 2, 2, 3];

    private readonly IKernels _kernels;
    private readonly Sequential _layers;
    private readonly FeatureMapSize _last;

    /// <summary>Creates the network from an ONNX graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kernels">Kernels to compute with; null for the best.</param>
    /// <exception cref="InputException">The graph is not that of ResNet-18, or a tensor is damaged.</exception>
    public ResNet18Network(OnnxGraph graph, IKernels? kernels = null)
    {
        _kernels = kernels ?? Kernels.Best;
        var finder = new ResNet18Graph(graph, _kernels);
        (Convolution stem, string value) = finder.ConvolutionOf(graph.Input, side: 7, stride: 2, hasRelu: true);
        value = finder.PoolOf(finder.OutputOf(value, "Relu"), "MaxPool", side: 3, stride: 2);
        var layers = new List<ILayer> { stem, new MaxPool3x3(_kernels, stride: 2, padding: 1) };
        for (int stage = 0; stage < BlocksPerStage.Length; stage++)
        {
            for (int block = 0; block < BlocksPerStage[stage]; block++)
            {
                // The first block of each stage but the first halves the picture and doubles the channels.
                (ResidualBlock layer, value) = Block(finder, value, stride: stage > 0 && block == 0 ? 2 : 1);
                layers.Add(layer);
            }
        }

        _ = finder.PoolOf(value, "AveragePool", side: 7, stride: 1);
        _layers = new Sequential([.. layers]);
        _last = _layers.OutputSize(Input);
        if (_last != new FeatureMapSize(7, 7, Features)) throw ResNet18Graph.Different($"the last map has the size {_last.Height}×{_last.Width}×{_last.Channels}, expected 7×7×{Features}");
    }

    /// <summary>The number of floating-point operations per picture; a multiply-add counts as two.</summary>
    public double Operations => _layers.Operations(Input);

    /// <summary>Creates the memory for one picture at a time.</summary>
    public NetworkBuffers CreateBuffers() => new(Input, Alignment.RoundUp(Input.Floats) + Alignment.RoundUp(_last.Floats) + _layers.ScratchFloats(Input));

    /// <summary>Computes the features of a picture.</summary>
    /// <param name="buffers">Memory that contains the preprocessed picture.</param>
    /// <param name="pool">Thread pool; null to use the calling thread only.</param>
    /// <param name="features">Receives the features.</param>
    public void Forward(NetworkBuffers buffers, WorkerPool? pool, Span<float> features)
    {
        ScratchBuffer input = buffers.All, output = input.Skip(Input.Floats);
        FeatureMap last = output.Allocate(_last);
        _layers.Forward(input.Allocate(Input), last, output.Skip(_last.Floats), pool);
        features.Clear();
        _kernels.AddColumnSums(last.Values, features);
        _kernels.Scale(features, 1f / _last.Pixels);
    }

    private static (ResidualBlock Layer, string Output) Block(ResNet18Graph finder, string input, int stride)
    {
        (Convolution first, string value) = finder.ConvolutionOf(input, side: 3, stride, hasRelu: true);
        (Convolution second, value) = finder.ConvolutionOf(finder.OutputOf(value, "Relu"), side: 3, stride: 1, hasRelu: true);
        (Convolution? shortcut, string skipped) = stride == 1 ? (null, input) : finder.ConvolutionOf(input, side: 1, stride, hasRelu: false);
        OnnxNode sum = finder.UserOf(value, "Add");
        if (!sum.Inputs.Contains(skipped)) throw ResNet18Graph.Different("a residual block has another shortcut");
        return (new ResidualBlock(first, second, shortcut), finder.OutputOf(finder.OutputOf(value, "Add"), "Relu"));
    }
}
