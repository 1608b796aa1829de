using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The block's second half: out to the intermediate width, an activation or a gate, and back.</summary>
internal sealed class Mlp
{
    private const int MaxRowsAtOnce = 144;

    private readonly Linear? _gate;
    private readonly Linear _up;
    private readonly Linear _down;
    private readonly int _stride;

    public Mlp(TransformerDescription shape, ParameterFactory parameters, int layer)
    {
        int d = shape.HiddenSize, wide = shape.IntermediateSize;
        ParameterNames names = shape.Names;
        if (shape.Mlp == MlpKind.SwiGlu) _gate = parameters.Linear(names.MlpGate, layer, d, wide, shape.InitializerRange, shape.MlpBias);
        _up = parameters.Linear(names.MlpUp, layer, d, wide, shape.InitializerRange, shape.MlpBias);
        _stride = shape.IntermediateStride;
        _down = parameters.Linear(names.MlpDown, layer, wide, d, shape.ResidualInitializerRange, shape.MlpBias);
    }

    public IEnumerable<Linear> Linears => _gate is null ? [_up, _down] : [_gate, _up, _down];

    /// <summary>The most rows that lie between the projections at once, of passes over so many.</summary>
    public static int MostRowsAtOnce(int rows) => Math.Min(MaxRowsAtOnce, Alignment.RoundUp(rows, 6));

    /// <summary>x [T, D] → y [T, D].</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, MatrixSpan x, Activations all, BlockActivations kept, MatrixSpan y)
    {
        int step = RowsAtOnce(x.Rows);
        for (int first = 0; first < x.Rows; first += step)
        {
            int rows = Math.Min(step, x.Rows - first);
            MatrixSpan input = x.Slice(first, rows), up = Wide(kept.Up, first, rows), activated = Wide(all.Activated, 0, rows);
            _up.Forward(kernels, parameters, input, up);
            if (_gate is null)
            {
                kernels.GeluNew(up.Data, activated.Data);
            }
            else
            {
                MatrixSpan gate = Wide(kept.Gate, first, rows);
                _gate.Forward(kernels, parameters, input, gate);
                kernels.SwiGlu(gate.Data, up.Data, activated.Data);
            }

            _down.Forward(kernels, parameters, activated, y.Slice(first, rows));
        }
    }

    /// <summary>dy [T, D] → dx [T, D]; adds to the gradients of the weights.</summary>
    public void Backward(IKernels kernels, MatrixSpan x, Activations all, BlockActivations kept, MatrixSpan dy, GradientScratch scratch, Span<float> gradients, MatrixSpan dx)
    {
        int step = RowsAtOnce(x.Rows);
        for (int first = 0; first < x.Rows; first += step)
        {
            int rows = Math.Min(step, x.Rows - first);
            MatrixSpan input = x.Slice(first, rows), dInput = dx.Slice(first, rows), dOutput = dy.Slice(first, rows);
            MatrixSpan up = Wide(kept.Up, first, rows), activated = Wide(all.Activated, 0, rows), dWide = Wide(scratch.Wide, 0, rows);
            _down.BackwardToInput(kernels, dOutput, dWide);
            if (_gate is null) kernels.GeluNewBackward(dWide.Data, up.Data, dWide.Data, activated.Data);
            else kernels.SwiGluBackward(dWide.Data, Wide(kept.Gate, first, rows).Data, up.Data, Wide(scratch.Gate, 0, rows).Data, dWide.Data, activated.Data);
            _down.BackwardToParameters(kernels, activated, dOutput, gradients);
            _up.Backward(kernels, input, dWide, gradients, dInput);
            _gate?.Backward(kernels, input, Wide(scratch.Gate, 0, rows), gradients, dInput, accumulate: true);
        }
    }

    /// <summary>Few enough rows that what lies between the projections is still near when it is needed, in equal shares.</summary>
    private static int RowsAtOnce(int rows)
    {
        int shares = (rows + MaxRowsAtOnce - 1) / MaxRowsAtOnce;
        return Alignment.RoundUp((rows + shares - 1) / shares, 6);
    }

    /// <summary>What is behind a row's last number is 0, and stays so through activations: those take all of it.</summary>
    private MatrixSpan Wide(FloatBuffer buffer, int first, int rows) => new(buffer[first * _stride, rows * _stride], rows, _up.Outputs, _stride);
}
