using PixelGpt.Formats;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>
/// Inception v3 (Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016) up to its last
/// average, as torchvision lays it out and names it: 299×299 pixels of three channels to 2048 features.
/// </summary>
internal sealed class InceptionNetwork
{
    /// <summary>Features a picture.</summary>
    public const int Features = 2048;

    /// <summary>What it looks at.</summary>
    public static readonly MapSize Input = new(299, 299, 3);

    private readonly IKernels _kernels;
    private readonly InceptionForm _form;
    private readonly ITensorSource _source;
    private readonly Chain _stages;
    private readonly string[] _names;
    private readonly MapSize _last;

    /// <summary>Builds the network from its weights.</summary>
    /// <exception cref="InputException">They are not those of Inception v3.</exception>
    public InceptionNetwork(InceptionForm form, ITensorSource source, IKernels? kernels = null)
    {
        (_form, _source, _kernels) = (form, source, kernels ?? Kernels.Best);
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
            Stage("Mixed_7c", name => BlockE(name, form == InceptionForm.PytorchFid ? new MaxPool3(_kernels, stride: 1, padding: 1) : Average())),
        ];
        _names = [.. stages.Select(stage => stage.Name)];
        _stages = new Chain([.. stages.Select(stage => stage.Layer)]);
        _last = _stages.Output(Input);
        if (_last.Channels != Features) throw new InputException($"{source.Path}: the network ends in {_last.Channels} features, not {Features}: these are not the weights of Inception v3");
    }

    /// <summary>Useful operations a picture, by formula; a multiply-add is two.</summary>
    public double Operations => _stages.Operations(Input);

    /// <summary>Memory for one picture at a time.</summary>
    public InceptionMemory CreateMemory() => new(Alignment.RoundUp(Input.Floats) + Alignment.RoundUp(_last.Floats) + _stages.ScratchFloats(Input));

    /// <summary>Looks at a picture.</summary>
    /// <param name="memory">Its memory, with the prepared picture in it.</param>
    /// <param name="pool">Threads to share the work; null for this one alone.</param>
    /// <param name="features">Where the features go.</param>
    /// <param name="watch">Told what each stage gave, by its name; may be null.</param>
    public void Forward(InceptionMemory memory, WorkerPool? pool, Span<float> features, Action<string, FeatureMap>? watch = null)
    {
        Scratch input = memory.Begin, output = input.Behind(Input.Floats);
        FeatureMap last = output.Map(_last);
        _stages.Forward(input.Map(Input), last, output.Behind(_last.Floats), pool, watch is null ? null : (stage, map) => watch(_names[stage], map));
        features.Clear();
        _kernels.AddColumnSums(last.Values, features);
        _kernels.Scale(features, 1f / _last.Pixels);
    }

    private static (string Name, ILayer Layer) Stage(string name, Func<string, ILayer> make) => (name, make(name));

    private Convolution Convolve(string name, int stride = 1) => Convolution.Load(_source, name, _kernels, stride, isPadded: false);

    /// <summary>A convolution that keeps the picture's size.</summary>
    private Convolution Same(string name) => Convolution.Load(_source, name, _kernels, 1, isPadded: true);

    private MaxPool3 ShrinkingPool() => new(_kernels, stride: 2, padding: 0);

    private AveragePool3 Average() => new(_kernels, countsPadding: _form == InceptionForm.Torchvision);

    /// <summary>Figure 5 of the paper, with one 5×5 convolution kept.</summary>
    private Branches BlockA(string name) => new(
        Same($"{name}.branch1x1"),
        new Chain(Same($"{name}.branch5x5_1"), Same($"{name}.branch5x5_2")),
        new Chain(Same($"{name}.branch3x3dbl_1"), Same($"{name}.branch3x3dbl_2"), Same($"{name}.branch3x3dbl_3")),
        new Chain(Average(), Same($"{name}.branch_pool")));

    /// <summary>From 35×35 to 17×17 (figure 10).</summary>
    private Branches BlockB(string name) => new(
        Convolve($"{name}.branch3x3", stride: 2),
        new Chain(Same($"{name}.branch3x3dbl_1"), Same($"{name}.branch3x3dbl_2"), Convolve($"{name}.branch3x3dbl_3", stride: 2)),
        ShrinkingPool());

    /// <summary>7×7 convolutions as pairs of 1×7 and 7×1 (figure 6).</summary>
    private Branches BlockC(string name) => new(
        Same($"{name}.branch1x1"),
        new Chain(Same($"{name}.branch7x7_1"), Same($"{name}.branch7x7_2"), Same($"{name}.branch7x7_3")),
        new Chain(
            Same($"{name}.branch7x7dbl_1"), Same($"{name}.branch7x7dbl_2"), Same($"{name}.branch7x7dbl_3"), Same($"{name}.branch7x7dbl_4"), Same($"{name}.branch7x7dbl_5")),
        new Chain(Average(), Same($"{name}.branch_pool")));

    /// <summary>From 17×17 to 8×8.</summary>
    private Branches BlockD(string name) => new(
        new Chain(Same($"{name}.branch3x3_1"), Convolve($"{name}.branch3x3_2", stride: 2)),
        new Chain(Same($"{name}.branch7x7x3_1"), Same($"{name}.branch7x7x3_2"), Same($"{name}.branch7x7x3_3"), Convolve($"{name}.branch7x7x3_4", stride: 2)),
        ShrinkingPool());

    /// <summary>3×3 convolutions as 1×3 beside 3×1 (figure 7).</summary>
    private Branches BlockE(string name, ILayer pool) => new(
        Same($"{name}.branch1x1"),
        new Chain(Same($"{name}.branch3x3_1"), new Branches(Same($"{name}.branch3x3_2a"), Same($"{name}.branch3x3_2b"))),
        new Chain(
            Same($"{name}.branch3x3dbl_1"), Same($"{name}.branch3x3dbl_2"), new Branches(Same($"{name}.branch3x3dbl_3a"), Same($"{name}.branch3x3dbl_3b"))),
        new Chain(pool, Same($"{name}.branch_pool")));
}

/// <summary>What one picture's way through the network needs.</summary>
internal sealed class InceptionMemory(int floats)
{
    private readonly FloatBuffer _buffer = new(floats);

    /// <summary>The prepared picture [299, 299, 3], to be filled.</summary>
    public Span<float> Picture => _buffer[0, InceptionNetwork.Input.Floats];

    /// <summary>The picture, and all that is behind it.</summary>
    public Scratch Begin => new(_buffer, 0);
}
