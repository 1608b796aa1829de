using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The block's second half: out to the intermediate width, an activation or a gate, and back.</summary>
internal sealed class Mlp
{
    private readonly Linear? _gate;
    private readonly Linear _up;
    private readonly Linear _down;

    public Mlp(TransformerDescription shape, ParameterFactory parameters, int layer)
    {
        int d = shape.HiddenSize, wide = shape.IntermediateSize;
        ParameterNames names = shape.Names;
        if (shape.Mlp == MlpKind.SwiGlu) _gate = parameters.Linear(names.MlpGate, layer, d, wide, shape.InitializerRange, shape.MlpBias);
        _up = parameters.Linear(names.MlpUp, layer, d, wide, shape.InitializerRange, shape.MlpBias);
        _down = parameters.Linear(names.MlpDown, layer, wide, d, shape.ResidualInitializerRange, shape.MlpBias);
    }

    public IEnumerable<Linear> Linears => _gate is null ? [_up, _down] : [_gate, _up, _down];

    /// <summary>x [T, D] → y [T, D].</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, MatrixSpan x, BlockActivations kept, MatrixSpan y)
    {
        int wide = x.Rows * _up.Outputs;
        _up.Forward(kernels, parameters, x, Wide(kept.Up, x.Rows));
        if (_gate is null)
        {
            kernels.GeluNew(kept.Up[0, wide], kept.Activated[0, wide]);
        }
        else
        {
            _gate.Forward(kernels, parameters, x, Wide(kept.Gate, x.Rows));
            kernels.SwiGlu(kept.Gate[0, wide], kept.Up[0, wide], kept.Activated[0, wide]);
        }

        _down.Forward(kernels, parameters, Wide(kept.Activated, x.Rows), y);
    }

    /// <summary>dy [T, D] → dx [T, D]; adds to the gradients of the weights.</summary>
    public void Backward(IKernels kernels, MatrixSpan x, BlockActivations kept, MatrixSpan dy, GradientScratch scratch, Span<float> gradients, MatrixSpan dx)
    {
        int wide = x.Rows * _up.Outputs;
        Span<float> dWide = scratch.Wide[0, wide];
        _down.Backward(kernels, Wide(kept.Activated, x.Rows), dy, gradients, Wide(scratch.Wide, x.Rows));
        if (_gate is null)
        {
            kernels.GeluNewBackward(dWide, kept.Up[0, wide], dWide);
            _up.Backward(kernels, x, Wide(scratch.Wide, x.Rows), gradients, dx);
            return;
        }

        kernels.SwiGluBackward(dWide, kept.Gate[0, wide], kept.Up[0, wide], scratch.Gate[0, wide], dWide);
        _up.Backward(kernels, x, Wide(scratch.Wide, x.Rows), gradients, dx);
        _gate.Backward(kernels, x, Wide(scratch.Gate, x.Rows), gradients, dx, accumulate: true);
    }

    private MatrixSpan Wide(FloatBuffer buffer, int rows) => new(buffer.Span, rows, _up.Outputs);
}
