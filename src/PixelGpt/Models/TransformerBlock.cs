using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// A pre-norm transformer block (Radford et al. 2019) on the residual stream x: h = x + dropout(attention(norm₁(x))),
/// y = h + dropout(mlp(norm₂(h))).
/// </summary>
internal sealed class TransformerBlock : IBlock
{
    private readonly int _layer;
    private readonly TransformerDescription _description;
    private readonly INorm _attentionNorm;
    private readonly SelfAttention _attention;
    private readonly INorm _mlpNorm;
    private readonly Mlp _mlp;

    public TransformerBlock(TransformerDescription description, ParameterFactory parameters, int layer, Rotary? rotary)
    {
        _layer = layer;
        _description = description;
        _attentionNorm = parameters.Norm(description.Names.AttentionNorm, layer);
        _attention = new SelfAttention(description, parameters, layer, rotary);
        _mlpNorm = parameters.Norm(description.Names.MlpNorm, layer);
        _mlp = new Mlp(description, parameters, layer);
    }

    public IEnumerable<Linear> Linears => [.. _attention.Linears, .. _mlp.Linears];

    public void Forward(in ForwardPass pass, ReadOnlySpan<float> x)
    {
        BlockActivations block = pass.Activations.Blocks[_layer];
        int count = pass.Rows * _description.HiddenSize;
        MatrixSpan branch = View(pass.Activations.Branch, pass.Rows);

        // h = x + dropout(attention(norm₁(x)))
        _attentionNorm.Forward(pass, x, block.AttentionNorm.Span, block.AttentionNormStatistics(pass.Rows));
        _attention.Forward(pass, View(block.AttentionNorm, pass.Rows), block, branch);
        pass.Kernels.AddDropout(x[..count], branch.Data[..count], pass.DropoutAt(DropoutSites.AttentionResidual(_layer), _description.ResidualDropout), block.AfterAttention[0, count]);

        // y = h + dropout(mlp(norm₂(h)))
        _mlpNorm.Forward(pass, block.AfterAttention.Span, block.MlpNorm.Span, block.MlpNormStatistics(pass.Rows));
        _mlp.Forward(pass, View(block.MlpNorm, pass.Rows), block, branch);
        pass.Kernels.AddDropout(block.AfterAttention[0, count], branch.Data[..count], pass.DropoutAt(DropoutSites.MlpResidual(_layer), _description.ResidualDropout), block.Output[0, count]);
    }

    public void Prefill(in ForwardPass pass, ReadOnlySpan<float> x, ICachedAttention cache)
    {
        BlockActivations block = pass.Activations.Blocks[_layer];
        _attentionNorm.Forward(pass, x, block.AttentionNorm.Span, block.AttentionNormStatistics(pass.Rows));
        _attention.Prefill(pass, View(block.AttentionNorm, pass.Rows), block, cache);
    }

    public void Backward(in BackwardPass pass, ReadOnlySpan<float> x)
    {
        BlockActivations block = pass.Activations.Blocks[_layer];
        ActivationGradients scratch = pass.ActivationGradients;
        int count = pass.Rows * _description.HiddenSize;
        Span<float> dResidual = scratch.Residual[0, count], dNorm = scratch.Norm[0, count];
        MatrixSpan dBranch = View(scratch.Branch, pass.Rows);

        // dh = dy + ∂mlp(norm₂(h))
        pass.Kernels.ApplyDropout(dResidual, pass.DropoutAt(DropoutSites.MlpResidual(_layer), _description.ResidualDropout), dBranch.Data[..count]);
        _mlp.Backward(pass, View(block.MlpNorm, pass.Rows), block, dBranch, View(scratch.Norm, pass.Rows));
        _mlpNorm.Backward(pass, dNorm, block.AfterAttention.Span, block.MlpNormStatistics(pass.Rows), dResidual);

        // dx = dh + ∂attention(norm₁(x))
        pass.Kernels.ApplyDropout(dResidual, pass.DropoutAt(DropoutSites.AttentionResidual(_layer), _description.ResidualDropout), dBranch.Data[..count]);
        _attention.Backward(pass, View(block.AttentionNorm, pass.Rows), block, dBranch, View(scratch.Norm, pass.Rows));
        _attentionNorm.Backward(pass, dNorm, x, block.AttentionNormStatistics(pass.Rows), dResidual);
    }

    private MatrixSpan View(FloatBuffer buffer, int rows) => new(buffer.Span, rows, _description.HiddenSize);
}
