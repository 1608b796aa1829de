using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>A pre-norm block: x + attention(norm(x)), then + mlp(norm(·)) (Radford et al. 2019).</summary>
internal sealed class TransformerBlock
{
    private readonly int _layer;
    private readonly TransformerDescription _shape;
    private readonly LayerNorm _attentionNorm;
    private readonly Linear _attentionInput;
    private readonly Linear _attentionOutput;
    private readonly LayerNorm _mlpNorm;
    private readonly Linear _mlpUp;
    private readonly Linear _mlpDown;

    public TransformerBlock(TransformerDescription shape, ParameterFactory parameters, int layer)
    {
        _layer = layer;
        _shape = shape;
        int d = shape.HiddenSize, wide = shape.IntermediateSize;
        ParameterNames names = shape.Names;
        _attentionNorm = parameters.LayerNorm(names.AttentionNorm, layer);
        _attentionInput = parameters.Linear(names.AttentionInput, layer, d, 3 * d, shape.InitializerRange);
        _attentionOutput = parameters.Linear(names.AttentionOutput, layer, d, d, shape.ResidualInitializerRange);
        _mlpNorm = parameters.LayerNorm(names.MlpNorm, layer);
        _mlpUp = parameters.Linear(names.MlpUp, layer, d, wide, shape.InitializerRange);
        _mlpDown = parameters.Linear(names.MlpDown, layer, wide, d, shape.ResidualInitializerRange);
    }

    public IEnumerable<Linear> Linears => [_attentionInput, _attentionOutput, _mlpUp, _mlpDown];

    /// <summary>x [T, D] → the block's <see cref="BlockActivations.Output"/> [T, D].</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, int length, Activations all, IAttention attention, DropoutContext? dropout)
    {
        BlockActivations kept = all.Blocks[_layer];
        int d = _shape.HiddenSize, count = length * d;
        Span<float> branch = all.Branch[0, count];

        _attentionNorm.Forward(kernels, parameters, x, kept.AttentionNorm.Span, kept.AttentionNormStatistics(length));
        _attentionInput.Forward(kernels, parameters, View(kept.AttentionNorm, length, d), View(kept.Qkv, length, 3 * d));
        attention.Attend(_layer, View(kept.Qkv, length, 3 * d), View(kept.Heads, length, d));
        _attentionOutput.Forward(kernels, parameters, View(kept.Heads, length, d), new MatrixSpan(branch, length, d));
        kernels.AddDropout(x[..count], branch, At(dropout, DropoutPlaces.AttentionResidual(_layer)), kept.Middle[0, count]);

        _mlpNorm.Forward(kernels, parameters, kept.Middle.Span, kept.MlpNorm.Span, kept.MlpNormStatistics(length));
        _mlpUp.Forward(kernels, parameters, View(kept.MlpNorm, length, d), View(kept.Up, length, _mlpUp.Outputs));
        int wide = length * _mlpUp.Outputs;
        kernels.GeluNew(kept.Up[0, wide], kept.Activated[0, wide]);
        _mlpDown.Forward(kernels, parameters, View(kept.Activated, length, _mlpDown.Inputs), new MatrixSpan(branch, length, d));
        kernels.AddDropout(kept.Middle[0, count], branch, At(dropout, DropoutPlaces.MlpResidual(_layer)), kept.Output[0, count]);
    }

    /// <summary>
    /// Turns the gradient of the block's output, in <see cref="GradientScratch.Stream"/>, into that of its input x, and
    /// adds to the gradients of its parameters.
    /// </summary>
    public void Backward(
        IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, int length, Activations all, SequenceAttention attention, DropoutContext? dropout, Span<float> gradients)
    {
        BlockActivations kept = all.Blocks[_layer];
        GradientScratch scratch = all.Gradients ?? throw new InvalidOperationException("these activations are not for training");
        int d = _shape.HiddenSize, count = length * d, wide = length * _mlpUp.Outputs;
        Span<float> stream = scratch.Stream[0, count], branch = scratch.Branch[0, count], narrow = scratch.Narrow[0, count];

        kernels.ApplyDropout(stream, At(dropout, DropoutPlaces.MlpResidual(_layer)), branch);
        _mlpDown.Backward(kernels, View(kept.Activated, length, _mlpDown.Inputs), View(scratch.Branch, length, d), gradients, View(scratch.Wide, length, _mlpDown.Inputs));
        kernels.GeluNewBackward(scratch.Wide[0, wide], kept.Up[0, wide], scratch.Wide[0, wide]);
        _mlpUp.Backward(kernels, View(kept.MlpNorm, length, d), View(scratch.Wide, length, _mlpUp.Outputs), gradients, View(scratch.Narrow, length, d));
        _mlpNorm.Backward(kernels, parameters, narrow, kept.Middle.Span, kept.MlpNormStatistics(length), gradients, stream);

        kernels.ApplyDropout(stream, At(dropout, DropoutPlaces.AttentionResidual(_layer)), branch);
        _attentionOutput.Backward(kernels, View(kept.Heads, length, d), View(scratch.Branch, length, d), gradients, View(scratch.Narrow, length, d));
        attention.Backward(_layer, View(scratch.Narrow, length, d), View(kept.Qkv, length, 3 * d), View(kept.Heads, length, d), View(scratch.Qkv, length, 3 * d));
        _attentionInput.Backward(kernels, View(kept.AttentionNorm, length, d), View(scratch.Qkv, length, 3 * d), gradients, View(scratch.Narrow, length, d));
        _attentionNorm.Backward(kernels, parameters, narrow, x, kept.AttentionNormStatistics(length), gradients, stream);
    }

    private Dropout At(DropoutContext? dropout, int place) => dropout?.At(_shape.ResidualDropout, place) ?? default;

    private static MatrixSpan View(FloatBuffer buffer, int rows, int columns) => new(buffer.Span, rows, columns);
}
