using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>
/// Inception v3 (Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016) up to its last
/// average pool, with the structure and names of torchvision: 299×299 pixels of three channels to 2048 features.
/// </summary>
internal sealed class InceptionNetwork
{
    /// <summary>Number of features per picture.</summary>
    public const int Features = 2048;

    /// <summary>The input size.</summary>
    public static readonly FeatureMapSize Input = new(299, 299, 3);

    private readonly IKernels _kernels;
    private readonly InceptionVariant _variant;
    private readonly ITensorSource _source;
    private readonly Sequential _stages;
    private readonly string[] _names;
    private readonly FeatureMapSize _last;

    /// <summary>Creates the network from its weights.</summary>
    /// <exception cref="InputException">The weights are not those of Inception v3.</exception>
    public InceptionNetwork(InceptionVariant variant, ITensorSource source, IKernels? kernels = null)
    {
        (_variant, _source, _kernels) = (variant, source, kernels ?? Kernels.Best);
        (string Name, ILayer Layer)[] stages =
        [
            Stage("Conv2d_1a_3x3", name => Convolve(name, stride: 2)),
            Stage("Conv2d_2a_3x3", name => Convolve(name)),
            Stage("Conv2d_2b_3x3", Same),
            Stage("maxpool1", _ => ShrinkingPool()),
            Stage("Conv2d_3b_1x1", Same),
            Stage("Conv2d_4a_3x3", name => Convolve(name)),
            Stage("maxpool2", _ => ShrinkingPool()),
            Stage("Mixed_5b", BlockA),
            Stage("Mixed_5c", BlockA),
            Stage("Mixed_5d", BlockA),
            Stage("Mixed_6a", BlockB),
            Stage("Mixed_6b", BlockC),
            Stage("Mixed_6c", BlockC),
            Stage("Mixed_6d", BlockC),
            Stage("Mixed_6e", BlockC),
            Stage("Mixed_7a", BlockD),
            Stage("Mixed_7b", name => BlockE(name, Average())),
            Stage("Mixed_7c", name => BlockE(name, variant == InceptionVariant.PytorchFid ? new MaxPool3x3(_kernels, stride: 1, padding: 1) : Average())),
        ];
        _names = [.. stages.Select(stage => stage.Name)];
        _stages = new Sequential([.. stages.Select(stage => stage.Layer)]);
        _last = _stages.OutputSize(Input);
        if (_last.Channels != Features) throw new InputException($"{source.Path}: the network has {_last.Channels} features, expected {Features}: these are not the weights of Inception v3");
    }

    /// <summary>The number of floating-point operations per picture; a multiply-add counts as two.</summary>
    public double Operations => _stages.Operations(Input);

    /// <summary>Creates the memory for one picture at a time.</summary>
    public NetworkBuffers CreateBuffers() => new(Input, Alignment.RoundUp(Input.Floats) + Alignment.RoundUp(_last.Floats) + _stages.ScratchFloats(Input));

    /// <summary>Computes the features of a picture.</summary>
    /// <param name="buffers">Memory that contains the preprocessed picture.</param>
    /// <param name="pool">Thread pool; null to use the calling thread only.</param>
    /// <param name="features">Receives the features.</param>
    /// <param name="observe">Receives name and output of each stage; may be null.</param>
    public void Forward(NetworkBuffers buffers, WorkerPool? pool, Span<float> features, Action<string, FeatureMap>? observe = null)
    {
        ScratchBuffer input = buffers.All, output = input.Skip(Input.Floats);
        FeatureMap last = output.Allocate(_last);
        _stages.Forward(input.Allocate(Input), last, output.Skip(_last.Floats), pool, observe is null ? null : (stage, map) => observe(_names[stage], map));
        features.Clear();
        _kernels.AddColumnSums(last.Values, features);
        _kernels.Scale(features, 1f / _last.Pixels);
    }

    private static (string Name, ILayer Layer) Stage(string name, Func<string, ILayer> make) => (name, make(name));

    private Convolution Convolve(string name, int stride = 1) => InceptionConvolution.Load(_source, name, _kernels, stride, isPadded: false);

    /// <summary>Loads a convolution that preserves the picture size.</summary>
    private Convolution Same(string name) => InceptionConvolution.Load(_source, name, _kernels, 1, isPadded: true);

    private MaxPool3x3 ShrinkingPool() => new(_kernels, stride: 2, padding: 0);

    private AveragePool3x3 Average() => new(_kernels, countsPadding: _variant == InceptionVariant.Torchvision);

    /// <summary>Creates the block of figure 5 of the paper, except that one 5×5 convolution is not factorised.</summary>
    private Branches BlockA(string name) => new(
        Same($"{name}.branch1x1"),
        new Sequential(Same($"{name}.branch5x5_1"), Same($"{name}.branch5x5_2")),
        new Sequential(Same($"{name}.branch3x3dbl_1"), Same($"{name}.branch3x3dbl_2"), Same($"{name}.branch3x3dbl_3")),
        new Sequential(Average(), Same($"{name}.branch_pool")));

    /// <summary>Creates the block that reduces 35×35 to 17×17 (figure 10).</summary>
    private Branches BlockB(string name) => new(
        Convolve($"{name}.branch3x3", stride: 2),
        new Sequential(Same($"{name}.branch3x3dbl_1"), Same($"{name}.branch3x3dbl_2"), Convolve($"{name}.branch3x3dbl_3", stride: 2)),
        ShrinkingPool());

    /// <summary>Creates a block with 7×7 convolutions factorised into 1×7 and 7×1 (figure 6).</summary>
    private Branches BlockC(string name) => new(
        Same($"{name}.branch1x1"),
        new Sequential(Same($"{name}.branch7x7_1"), Same($"{name}.branch7x7_2"), Same($"{name}.branch7x7_3")),
        new Sequential(
            Same($"{name}.branch7x7dbl_1"), Same($"{name}.branch7x7dbl_2"), Same($"{name}.branch7x7dbl_3"), Same($"{name}.branch7x7dbl_4"), Same($"{name}.branch7x7dbl_5")),
        new Sequential(Average(), Same($"{name}.branch_pool")));

    /// <summary>Creates the block that reduces 17×17 to 8×8.</summary>
    private Branches BlockD(string name) => new(
        new Sequential(Same($"{name}.branch3x3_1"), Convolve($"{name}.branch3x3_2", stride: 2)),
        new Sequential(Same($"{name}.branch7x7x3_1"), Same($"{name}.branch7x7x3_2"), Same($"{name}.branch7x7x3_3"), Convolve($"{name}.branch7x7x3_4", stride: 2)),
        ShrinkingPool());

    /// <summary>Creates a block with 3×3 convolutions as parallel 1×3 and 3×1 (figure 7).</summary>
    private Branches BlockE(string name, ILayer pool) => new(
        Same($"{name}.branch1x1"),
        new Sequential(Same($"{name}.branch3x3_1"), new Branches(Same($"{name}.branch3x3_2a"), Same($"{name}.branch3x3_2b"))),
        new Sequential(
            Same($"{name}.branch3x3dbl_1"), Same($"{name}.branch3x3dbl_2"), new Branches(Same($"{name}.branch3x3dbl_3a"), Same($"{name}.branch3x3dbl_3b"))),
        new Sequential(pool, Same($"{name}.branch_pool")));
}
