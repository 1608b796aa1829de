using System.Collections.Immutable;
using PixelGpt.Formats;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>
/// torchvision's BasicConv2d: convolution without bias, batch norm, ReLU. The batch norm is folded into the weights on loading:
/// with g = γ ÷ √(σ² + ε), the weights become w·g and the bias becomes β − μ·g.
/// </summary>
internal sealed class Convolution : ILayer
{
    /// <summary>The ε of the networks' batch norms (not PyTorch's default).</summary>
    public const double Epsilon = 1e-3;

    private readonly string _name;
    private readonly IKernels _kernels;
    private readonly int _channels;
    private readonly int _outputChannels;
    private readonly WindowShape _window;
    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _bias;

    private Convolution(string name, IKernels kernels, int channels, int outputChannels, WindowShape window, FloatBuffer weights, FloatBuffer bias) =>
        (_name, _kernels, _channels, _outputChannels, _window, _weights, _bias) = (name, kernels, channels, outputChannels, window, weights, bias);

    /// <summary>Reads a convolution from a file.</summary>
    /// <param name="source">Tensors <c>NAME.conv.weight</c> [out, in, height, width] and <c>NAME.bn.*</c> [out].</param>
    /// <param name="name">Name of the convolution.</param>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="stride">Stride of the window.</param>
    /// <param name="isPadded">Whether to pad by half the window, so that a stride of 1 preserves the picture size.</param>
    /// <exception cref="InputException">A tensor is missing, has the wrong shape, or has a value that is not finite.</exception>
    public static Convolution Load(ITensorSource source, string name, IKernels kernels, int stride, bool isPadded)
    {
        string weightName = $"{name}.conv.weight";
        ImmutableArray<int> shape = source.Shape(weightName);
        if (shape is not [> 0, > 0, > 0, > 0]) throw new InputException($"{source.Path}: {weightName} has the shape [{string.Join(", ", shape)}], expected [out, in, height, width]");
        (int outputs, int channels, int height, int width) = (shape[0], shape[1], shape[2], shape[3]);
        float[] Norm(string part)
        {
            ImmutableArray<int> size = source.Shape($"{name}.bn.{part}");
            return size is [int count] && count == outputs ? source.FiniteFloats($"{name}.bn.{part}") : throw new InputException($"{source.Path}: {name}.bn.{part} has the shape [{string.Join(", ", size)}], expected [{outputs}]");
        }

        float[] gamma = Norm("weight"), beta = Norm("bias"), mean = Norm("running_mean"), variance = Norm("running_var"), weights = source.FiniteFloats(weightName);
        int taps = height * width;
        var bias = new FloatBuffer(outputs);
        float[] folded = new float[weights.Length];
        for (int o = 0; o < outputs; o++)
        {
            double factor = gamma[o] / Math.Sqrt(variance[o] + Epsilon);
            bias.Span[o] = (float)(beta[o] - (mean[o] * factor));
            for (int c = 0; c < channels; c++)
            {
                for (int tap = 0; tap < taps; tap++)
                    folded[(((o * taps) + tap) * channels) + c] = (float)(weights[(((o * channels) + c) * taps) + tap] * factor);
            }
        }

        int k = taps * channels;
        var packed = new FloatBuffer(kernels.PackedLength(k, outputs));
        kernels.Pack(new ReadOnlyMatrixSpan(folded, outputs, k).Transposed, packed.Span);
        var window = new WindowShape(0, 0, height, width, stride, isPadded ? height / 2 : 0, isPadded ? width / 2 : 0);
        return new Convolution(name, kernels, channels, outputs, window, packed, bias);
    }

    public FeatureMapSize OutputSize(FeatureMapSize input)
    {
        if (input.Channels != _channels) throw new InputException($"{_name} expects {_channels} channels but gets {input.Channels}: these are not the weights of Inception v3");
        WindowShape window = WindowOver(input);
        return new FeatureMapSize(window.OutputHeight, window.OutputWidth, _outputChannels);
    }

    public int ScratchFloats(FeatureMapSize input) => 0;

    public double Operations(FeatureMapSize input) => 2.0 * OutputSize(input).Floats * _window.Taps * _channels;

    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool)
    {
        WindowShape window = WindowOver(input.Size);
        pool.ForPixelRanges(window.OutputPixels, (first, count) =>
            _kernels.ConvolveRelu(input.Values, window, new PackedMatrix(_weights.Span, window.Taps * _channels, _outputChannels), _bias.Span, first, output.Rows(first, count)));
    }

    private WindowShape WindowOver(FeatureMapSize input) => _window with { Height = input.Height, Width = input.Width };
}
