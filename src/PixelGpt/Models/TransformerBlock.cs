using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>A pre-norm block: x + attention(norm(x)), then + mlp(norm(·)) (Radford et al. 2019).</summary>
internal sealed class TransformerBlock
{
    private readonly int _layer;
    private readonly TransformerDescription _shape;
    private readonly INorm _attentionNorm;
    private readonly SelfAttention _attention;
    private readonly INorm _mlpNorm;
    private readonly Mlp _mlp;

    public TransformerBlock(TransformerDescription shape, ParameterFactory parameters, int layer, Rotary? rotary)
    {
        _layer = layer;
        _shape = shape;
        _attentionNorm = parameters.Norm(shape.Names.AttentionNorm, layer);
        _attention = new SelfAttention(shape, parameters, layer, rotary);
        _mlpNorm = parameters.Norm(shape.Names.MlpNorm, layer);
        _mlp = new Mlp(shape, parameters, layer);
    }

    public IEnumerable<Linear> Linears => [.. _attention.Linears, .. _mlp.Linears];

    /// <summary>x [T, D] → the block's <see cref="BlockActivations.Output"/> [T, D].</summary>
    public void Forward(
        IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ReadOnlySpan<int> positions, Activations all, IAttention attention, DropoutContext? dropout)
    {
        BlockActivations kept = all.Blocks[_layer];
        int length = positions.Length, count = length * _shape.HiddenSize;
        MatrixSpan branch = View(all.Branch, length);

        _attentionNorm.Forward(kernels, parameters, x, kept.AttentionNorm.Span, kept.AttentionNormStatistics(length));
        _attention.Forward(kernels, parameters, View(kept.AttentionNorm, length), positions, kept, attention, branch);
        kernels.AddDropout(x[..count], branch.Data[..count], At(dropout, DropoutPlaces.AttentionResidual(_layer)), kept.Middle[0, count]);

        _mlpNorm.Forward(kernels, parameters, kept.Middle.Span, kept.MlpNorm.Span, kept.MlpNormStatistics(length));
        _mlp.Forward(kernels, parameters, View(kept.MlpNorm, length), all, kept, branch);
        kernels.AddDropout(kept.Middle[0, count], branch.Data[..count], At(dropout, DropoutPlaces.MlpResidual(_layer)), kept.Output[0, count]);
    }

    /// <summary>No more of <see cref="Forward"/> than the keys and values of x [T, D].</summary>
    public void Prefill(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ReadOnlySpan<int> positions, Activations all, ICachedAttention attention)
    {
        BlockActivations kept = all.Blocks[_layer];
        _attentionNorm.Forward(kernels, parameters, x, kept.AttentionNorm.Span, kept.AttentionNormStatistics(positions.Length));
        _attention.Prefill(kernels, parameters, View(kept.AttentionNorm, positions.Length), positions, kept, attention);
    }

    /// <summary>
    /// Turns the gradient of the block's output, in <see cref="GradientScratch.Stream"/>, into that of its input x, and
    /// adds to the gradients of its parameters.
    /// </summary>
    public void Backward(
        IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, ReadOnlySpan<int> positions, Activations all, SequenceAttention attention, DropoutContext? dropout, Span<float> gradients)
    {
        BlockActivations kept = all.Blocks[_layer];
        GradientScratch scratch = all.Gradients ?? throw new InvalidOperationException("these activations are not for training");
        int length = positions.Length, count = length * _shape.HiddenSize;
        Span<float> stream = scratch.Stream[0, count], branch = scratch.Branch[0, count], narrow = scratch.Narrow[0, count];

        kernels.ApplyDropout(stream, At(dropout, DropoutPlaces.MlpResidual(_layer)), branch);
        _mlp.Backward(kernels, View(kept.MlpNorm, length), all, kept, View(scratch.Branch, length), scratch, gradients, View(scratch.Narrow, length));
        _mlpNorm.Backward(kernels, parameters, narrow, kept.Middle.Span, kept.MlpNormStatistics(length), gradients, stream);

        kernels.ApplyDropout(stream, At(dropout, DropoutPlaces.AttentionResidual(_layer)), branch);
        _attention.Backward(kernels, parameters, View(kept.AttentionNorm, length), positions, kept, attention, View(scratch.Branch, length), scratch, gradients, View(scratch.Narrow, length));
        _attentionNorm.Backward(kernels, parameters, narrow, x, kept.AttentionNormStatistics(length), gradients, stream);
    }

    private Dropout At(DropoutContext? dropout, int place) => dropout?.At(_shape.ResidualDropout, place) ?? default;

    private MatrixSpan View(FloatBuffer buffer, int rows) => new(buffer.Span, rows, _shape.HiddenSize);
}
