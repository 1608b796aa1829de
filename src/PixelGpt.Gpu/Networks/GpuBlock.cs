using ILGPU;
using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Models;

namespace PixelGpt.Gpu.Networks;

/// <summary>A pre-norm transformer block on a device, which computes the same as <see cref="TransformerBlock"/>.</summary>
internal sealed class GpuBlock : IDisposable
{
    private readonly int _layer;
    private readonly TransformerDescription _d;
    private readonly (Norm Values, Norm Gradients) _attentionNorm, _mlpNorm, _queryNorm, _keyNorm;
    private readonly GpuLinear[] _inputs;
    private readonly GpuLinear _output, _up, _down;
    private readonly GpuLinear? _gate;
    private readonly (ArrayView<float> Value, ArrayView<float> Gradient)? _share;
    private readonly DeviceMemory<float>? _keyCache, _valueCache;
    private readonly int _cachePositions;

    /// <summary>Creates the layers of a block.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="description">The architecture.</param>
    /// <param name="layer">Index of the block.</param>
    /// <param name="size">Size of the passes.</param>
    public GpuBlock(GpuEngine engine, GpuParameters parameters, TransformerDescription description, int layer, PassSize size)
    {
        (_layer, _d) = (layer, description);
        ParameterNames names = description.Names;
        _attentionNorm = parameters.Norm(names.AttentionNorm, layer);
        _mlpNorm = parameters.Norm(names.MlpNorm, layer);
        if (description.QueryKeyNorm) (_queryNorm, _keyNorm) = (parameters.Norm(names.QueryKeyNorm.Query, layer), parameters.Norm(names.QueryKeyNorm.Key, layer));
        _inputs = [.. names.AttentionInput.Select(name => parameters.Linear(name, layer))];
        _output = parameters.Linear(names.AttentionOutput, layer);
        if (description.Mlp == MlpKind.SwiGlu) _gate = parameters.Linear(names.MlpGate, layer);
        _up = parameters.Linear(names.MlpUp, layer);
        _down = parameters.Linear(names.MlpDown, layer);
        if (description.ValueResidual && parameters.Find(names.ValueResidual, layer) is { } share) _share = (parameters.View(share), parameters.Gradient(share));
        _cachePositions = size.CachePositions;
        if (size.CachePositions == 0) return;
        _keyCache = engine.Allocate<float>(size.Sequences * size.CachePositions * description.KeyValueWidth);
        _valueCache = engine.Allocate<float>(size.Sequences * size.CachePositions * description.KeyValueWidth);
    }

    private int QkWidth => _d.QueryWidth + _d.KeyValueWidth;

    /// <summary>Computes the block.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="x">Input.</param>
    /// <param name="block">Receives the results.</param>
    public void Forward(GpuPass pass, DeviceMemory<float> x, GpuBlockBuffers block)
    {
        GpuEngine engine = pass.Engine;
        int width = _d.HiddenSize, count = pass.AllRows * width, perSequence = pass.Rows * width;
        RowLayout rows = RowLayout.Of(width);
        DeviceMemory<float> branch = pass.Buffers.Branch;

        // h = x + dropout(attention(norm₁(x)))
        engine.Normalize(_attentionNorm.Values, pass.AllRows, x.View, rows, block.AttentionNorm.View, rows, block.AttentionStatistics.View);
        Attend(pass, block);
        _output.Forward(pass.Matrix(block.Heads, _d.QueryWidth), pass.Matrix(branch, width));
        engine.AddDropout(count, x.View, branch.View, block.AfterAttention.View, pass.DropoutKeys, pass.Mask(_d.ResidualDropout, pass.SiteOf(_layer)), perSequence);

        // y = h + dropout(mlp(norm₂(h)))
        engine.Normalize(_mlpNorm.Values, pass.AllRows, block.AfterAttention.View, rows, block.MlpNorm.View, rows, block.MlpStatistics.View);
        Matrix input = pass.Matrix(block.MlpNorm, width), activated = pass.Matrix(pass.Buffers.Activated, _d.IntermediateSize);
        _up.Forward(input, pass.Matrix(block.Up, _d.IntermediateSize));
        _gate?.Forward(input, pass.Matrix(block.Gate, _d.IntermediateSize));
        if (_gate is null) engine.Gelu(activated.Rows * activated.Columns, block.Up.View, activated.Data);
        else engine.SwiGlu(activated.Rows * activated.Columns, block.Gate.View, block.Up.View, activated.Data);
        _down.Forward(activated, pass.Matrix(branch, width));
        engine.AddDropout(count, block.AfterAttention.View, branch.View, block.Output.View, pass.DropoutKeys, pass.Mask(_d.ResidualDropout, pass.SiteOf(_layer) + 1), perSequence);
    }

    /// <summary>Replaces the gradient of the output by that of the input, and adds to those of the parameters.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="x">Input of the forward pass.</param>
    /// <param name="block">Results of the forward pass.</param>
    public void Backward(GpuPass pass, DeviceMemory<float> x, GpuBlockBuffers block)
    {
        GpuEngine engine = pass.Engine;
        GpuGradientBuffers gradients = pass.Gradients!;
        int width = _d.HiddenSize, count = pass.AllRows * width, perSequence = pass.Rows * width, intermediate = pass.AllRows * _d.IntermediateSize;
        RowLayout rows = RowLayout.Of(width);
        Matrix dBranch = pass.Matrix(gradients.Branch, width), dNorm = pass.Matrix(gradients.Norm, width);

        // dh = dy + ∂mlp(norm₂(h))
        engine.ApplyDropout(count, gradients.Residual.View, dBranch.Data, pass.DropoutKeys, pass.Mask(_d.ResidualDropout, pass.SiteOf(_layer) + 1), perSequence);
        Matrix input = pass.Matrix(block.MlpNorm, width), activated = pass.Matrix(pass.Buffers.Activated, _d.IntermediateSize);
        Matrix dUp = pass.Matrix(gradients.Up, _d.IntermediateSize), dGate = pass.Matrix(gradients.Gate, _d.IntermediateSize);
        _down.BackwardToInput(dBranch, dUp);
        if (_gate is null) engine.GeluBackward(intermediate, dUp.Data, block.Up.View, activated.Data);
        else engine.SwiGluBackward(intermediate, dUp.Data, block.Gate.View, block.Up.View, dGate.Data, activated.Data);
        _down.BackwardToParameters(activated, dBranch);
        _up.Backward(input, dUp, dNorm);
        _gate?.Backward(input, dGate, dNorm, accumulate: true);
        engine.NormalizeBackward(_mlpNorm.Values, _mlpNorm.Gradients, pass.AllRows, dNorm.Data, block.AfterAttention.View, rows, block.MlpStatistics.View, gradients.Residual.View, rows, accumulate: true);

        // dx = dh + ∂attention(norm₁(x))
        engine.ApplyDropout(count, gradients.Residual.View, dBranch.Data, pass.DropoutKeys, pass.Mask(_d.ResidualDropout, pass.SiteOf(_layer)), perSequence);
        _output.Backward(pass.Matrix(block.Heads, _d.QueryWidth), dBranch, pass.Matrix(gradients.Heads, _d.QueryWidth));
        AttendBackward(pass, block);
        Matrix dQkv = pass.Matrix(gradients.Qkv, _d.QkvWidth), attentionInput = pass.Matrix(block.AttentionNorm, width);
        int column = 0;
        foreach (GpuLinear projection in _inputs)
        {
            projection.Backward(attentionInput, dQkv.Part(column, projection.Outputs), dNorm, accumulate: column > 0);
            column += projection.Outputs;
        }

        engine.NormalizeBackward(_attentionNorm.Values, _attentionNorm.Gradients, pass.AllRows, dNorm.Data, x.View, rows, block.AttentionStatistics.View, gradients.Residual.View, rows, accumulate: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keyCache?.Dispose();
        _valueCache?.Dispose();
    }

    /// <summary>Computes queries, keys and values, and the outputs of the heads.</summary>
    private void Attend(GpuPass pass, GpuBlockBuffers block)
    {
        GpuEngine engine = pass.Engine;
        Matrix qkv = pass.Matrix(block.Qkv, _d.QkvWidth), input = pass.Matrix(block.AttentionNorm, _d.HiddenSize);
        int column = 0;
        foreach (GpuLinear projection in _inputs)
        {
            projection.Forward(input, qkv.Part(column, projection.Outputs));
            column += projection.Outputs;
        }

        if (_share is { } share) engine.MixValues(share.Value, pass.FirstQkv.View.SubView(QkWidth), qkv.Part(QkWidth, _d.KeyValueWidth), block.OwnValues.View);
        if (_d.QueryKeyNorm)
        {
            engine.CopyRows(qkv.Part(0, QkWidth), block.RawQk.View, RowLayout.Of(QkWidth));
            foreach ((Norm norm, int first, int heads, ArrayView<float> statistics) in QkNorms(pass, block, gradients: false))
                engine.Normalize(norm, pass.AllRows * heads, block.RawQk.View.SubView(first), Heads(heads, QkWidth), block.Qkv.View.SubView(first), Heads(heads, _d.QkvWidth), statistics);
        }

        Rotate(pass, qkv, isInverse: false);
        AttentionViews views = Views(block.Qkv);
        AttentionTask task = TaskOf(pass);
        if (_keyCache is not null && _valueCache is not null)
        {
            var cacheRows = new RowLayout(pass.Rows, _cachePositions * _d.KeyValueWidth, _d.KeyValueWidth);
            engine.CopyRows(qkv.Part(_d.QueryWidth, _d.KeyValueWidth), _keyCache.View.SubView(pass.First * _d.KeyValueWidth), cacheRows);
            engine.CopyRows(qkv.Part(QkWidth, _d.KeyValueWidth), _valueCache.View.SubView(pass.First * _d.KeyValueWidth), cacheRows);
            views = views with { Keys = _keyCache.View, Values = _valueCache.View };
            task = task with { KeySequence = cacheRows.LineStride, KeyRow = _d.KeyValueWidth, ValueSequence = cacheRows.LineStride, ValueRow = _d.KeyValueWidth };
        }

        engine.Attend(views, block.Heads.View, block.LogSums.View, pass.DropoutKeys, task);
    }

    /// <summary>Computes the gradient of the outputs of the input projections from that of the outputs of the heads.</summary>
    private void AttendBackward(GpuPass pass, GpuBlockBuffers block)
    {
        GpuEngine engine = pass.Engine;
        GpuGradientBuffers gradients = pass.Gradients!;
        Matrix dQkv = pass.Matrix(gradients.Qkv, _d.QkvWidth), dValues = dQkv.Part(QkWidth, _d.KeyValueWidth);
        engine.AttendBackward(Views(block.Qkv), block.Heads.View, gradients.Heads.View, block.LogSums.View, gradients.Dots.View, Views(gradients.Qkv), pass.DropoutKeys, TaskOf(pass));
        if (_share is { } share)
        {
            engine.MixValuesBackward(share.Value, pass.FirstQkv.View.SubView(QkWidth), block.OwnValues.View, dValues, gradients.FirstValues.View, gradients.Shares.View);
            engine.Sum(gradients.Shares.View, pass.AllRows * _d.KeyValueWidth, share.Gradient, accumulate: true);
        }
        else if (_d.ValueResidual)
        {
            // The first block comes last in the backward pass, so the gradients of all later blocks have been added.
            engine.AddRows(gradients.FirstValues.View, dValues);
        }

        Rotate(pass, dQkv, isInverse: true);
        if (!_d.QueryKeyNorm) return;
        var norms = QkNorms(pass, block, gradients: false).Zip(QkNorms(pass, block, gradients: true));
        foreach (((Norm norm, int first, int heads, ArrayView<float> statistics), (Norm normGradients, _, _, _)) in norms)
        {
            ArrayView<float> gradient = gradients.Qkv.View.SubView(first);
            engine.NormalizeBackward(norm, normGradients, pass.AllRows * heads, gradient, block.RawQk.View.SubView(first), Heads(heads, QkWidth), statistics, gradient, Heads(heads, _d.QkvWidth), accumulate: false);
        }
    }

    /// <summary>Returns the norms of queries and of keys with their first column, number of heads and statistics.</summary>
    private (Norm Norm, int First, int Heads, ArrayView<float> Statistics)[] QkNorms(GpuPass pass, GpuBlockBuffers block, bool gradients) =>
    [
        (gradients ? _queryNorm.Gradients : _queryNorm.Values, 0, _d.Heads, block.QkStatistics.View),
        (gradients ? _keyNorm.Gradients : _keyNorm.Values, _d.QueryWidth, _d.KeyValueHeads, block.QkStatistics.View.SubView(2 * pass.AllRows * _d.Heads)),
    ];

    private RowLayout Heads(int count, int stride) => new(count, stride, _d.HeadDim);

    private void Rotate(GpuPass pass, Matrix qkv, bool isInverse)
    {
        if (_d.RopeTheta is null) return;
        pass.Engine.Rotate(qkv.Part(0, _d.QueryWidth), pass.QueryAngles, pass.Angles, _d.HeadDim, isInverse);
        pass.Engine.Rotate(qkv.Part(_d.QueryWidth, _d.KeyValueWidth), pass.KeyAngles, pass.Angles, _d.HeadDim, isInverse);
    }

    private AttentionViews Views(DeviceMemory<float> qkv) => new(qkv.View, qkv.View.SubView(_d.QueryWidth), qkv.View.SubView(QkWidth));

    private AttentionTask TaskOf(GpuPass pass)
    {
        int sequence = pass.Rows * _d.QkvWidth;
        return new AttentionTask(
            pass.Rows, pass.First, pass.Sequences, _d.Heads, _d.Heads / _d.KeyValueHeads, _d.HeadDim, _d.HeadDim, _d.WindowOf(_layer), (float)(1 / Math.Sqrt(_d.HeadDim)),
            sequence, _d.QkvWidth, sequence, _d.QkvWidth, sequence, _d.QkvWidth, pass.Mask(_d.AttentionDropout, pass.SiteOf(_layer) + 2), pass.DropoutStride);
    }
}
