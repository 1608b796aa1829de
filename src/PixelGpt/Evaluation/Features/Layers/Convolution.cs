using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>
/// A convolution without bias, a batch norm and, unless stated otherwise, ReLU. The batch norm is folded into the weights on creation:
/// with g = γ ÷ √(σ² + ε), the weights become w·g and the bias becomes β − μ·g.
/// </summary>
internal sealed class Convolution : ILayer
{
    private readonly string _name;
    private readonly IKernels _kernels;
    private readonly int _channels;
    private readonly int _outputChannels;
    private readonly bool _hasRelu;
    private readonly WindowShape _window;
    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="name">Name of the convolution, for error messages.</param>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="norm">The batch norm.</param>
    /// <param name="stride">Stride of the window.</param>
    /// <param name="isPadded">Whether to pad by half the window, so that a stride of 1 preserves the picture size.</param>
    /// <param name="hasRelu">Whether ReLU is applied to the output.</param>
    public Convolution(string name, IKernels kernels, ConvolutionWeights weights, BatchNorm norm, int stride, bool isPadded, bool hasRelu = true)
    {
        (float[] values, int outputs, int channels, int height, int width) = weights;
        (_name, _kernels, _channels, _outputChannels, _hasRelu) = (name, kernels, channels, outputs, hasRelu);
        int taps = height * width;
        _bias = new FloatBuffer(outputs);
        float[] folded = new float[values.Length];
        for (int o = 0; o < outputs; o++)
        {
            (double factor, double bias) = norm.Fold(o);
            _bias.Span[o] = (float)bias;
            for (int c = 0; c < channels; c++)
            {
                for (int tap = 0; tap < taps; tap++)
                    folded[(((o * taps) + tap) * channels) + c] = (float)(values[(((o * channels) + c) * taps) + tap] * factor);
            }
        }

        int k = taps * channels;
        _weights = new FloatBuffer(kernels.PackedLength(k, outputs));
        kernels.Pack(new ReadOnlyMatrixSpan(folded, outputs, k).Transposed, _weights.Span);
        _window = new WindowShape(0, 0, height, width, stride, isPadded ? height / 2 : 0, isPadded ? width / 2 : 0);
    }

    public FeatureMapSize OutputSize(FeatureMapSize input)
    {
        if (input.Channels != _channels) throw new InputException($"{_name} expects {_channels} channels but gets {input.Channels}: these are not the weights of this network");
        WindowShape window = WindowOver(input);
        return new FeatureMapSize(window.OutputHeight, window.OutputWidth, _outputChannels);
    }

    public int ScratchFloats(FeatureMapSize input) => 0;

    public double Operations(FeatureMapSize input) => 2.0 * OutputSize(input).Floats * _window.Taps * _channels;

    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool) => Forward(input, output, accumulate: false, pool);

    /// <summary>Computes the output.</summary>
    /// <param name="input">Input map; contiguous.</param>
    /// <param name="output">Output map; may be a channel range of a larger map.</param>
    /// <param name="accumulate">Whether the values in <paramref name="output"/> are added to the convolution before ReLU.</param>
    /// <param name="pool">Thread pool; null to use the calling thread only. The result does not depend on it.</param>
    public void Forward(FeatureMap input, FeatureMap output, bool accumulate, WorkerPool? pool)
    {
        WindowShape window = WindowOver(input.Size);
        var options = new ConvolutionOptions(accumulate, _hasRelu);
        pool.ForPixelRanges(window.OutputPixels, (first, count) =>
            _kernels.Convolve(input.Values, window, new PackedMatrix(_weights.Span, window.Taps * _channels, _outputChannels), _bias.Span, options, first, output.Rows(first, count)));
    }

    private WindowShape WindowOver(FeatureMapSize input) => _window with { Height = input.Height, Width = input.Width };
}
