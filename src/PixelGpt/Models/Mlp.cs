using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The MLP of a block, either GPT-2's, down(gelu_new(up(x))), or SwiGLU (Shazeer 2020), down(silu(gate(x)) ⊙ up(x)) with
/// silu(z) = z · σ(z).
/// </summary>
/// <remarks>Rows are processed in chunks, so that the intermediate results of a chunk stay in the cache between projections.</remarks>
internal sealed class Mlp
{
    private const int MaxRowsPerChunk = 144;

    /// <summary>Number of rows of a matrix product's tile.</summary>
    private const int TileRows = 6;

    private readonly Linear? _gate;
    private readonly Linear _up;
    private readonly Linear _down;
    private readonly int _stride;

    public Mlp(TransformerDescription description, ParameterFactory parameters, int layer)
    {
        int hidden = description.HiddenSize, intermediate = description.IntermediateSize;
        ParameterNames names = description.Names;
        if (description.Mlp == MlpKind.SwiGlu) _gate = parameters.Linear(names.MlpGate, layer, hidden, intermediate, description.InitializerRange, description.MlpBias);
        _up = parameters.Linear(names.MlpUp, layer, hidden, intermediate, description.InitializerRange, description.MlpBias);
        _stride = description.IntermediateStride;
        _down = parameters.Linear(names.MlpDown, layer, intermediate, hidden, description.ResidualInitializerRange, description.MlpBias);
    }

    /// <summary>The linear layers of the MLP.</summary>
    public IEnumerable<Linear> Linears => _gate is null ? [_up, _down] : [_gate, _up, _down];

    /// <summary>Returns the maximum number of rows of a chunk, in passes over up to the given number of rows.</summary>
    public static int MaxChunkRows(int rows) => Math.Min(MaxRowsPerChunk, Alignment.RoundUp(rows, TileRows));

    /// <summary>Computes the MLP.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Input [T, D].</param>
    /// <param name="block">Receives the outputs of the gate and up projections.</param>
    /// <param name="y">Receives the output [T, D].</param>
    public void Forward(in ForwardPass pass, MatrixSpan x, BlockActivations block, MatrixSpan y)
    {
        int step = ChunkRows(x.Rows);
        for (int first = 0; first < x.Rows; first += step)
        {
            int rows = Math.Min(step, x.Rows - first);
            MatrixSpan input = x.Slice(first, rows), up = Intermediate(block.Up, first, rows), activated = Intermediate(pass.Activations.MlpActivation, 0, rows);
            _up.Forward(pass, input, up);
            if (_gate is null)
            {
                pass.Kernels.GeluNew(up.Data, activated.Data);
            }
            else
            {
                MatrixSpan gate = Intermediate(block.Gate, first, rows);
                _gate.Forward(pass, input, gate);
                pass.Kernels.SwiGlu(gate.Data, up.Data, activated.Data);
            }

            _down.Forward(pass, activated, y.Slice(first, rows));
        }
    }

    /// <summary>Computes the gradient of the input and adds to the gradients of the parameters.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="x">Input of the forward pass [T, D].</param>
    /// <param name="block">Results of the forward pass.</param>
    /// <param name="dy">Gradient of the output [T, D].</param>
    /// <param name="dx">Receives the gradient of the input [T, D].</param>
    public void Backward(in BackwardPass pass, MatrixSpan x, BlockActivations block, MatrixSpan dy, MatrixSpan dx)
    {
        ActivationGradients scratch = pass.ActivationGradients;
        int step = ChunkRows(x.Rows);
        for (int first = 0; first < x.Rows; first += step)
        {
            int rows = Math.Min(step, x.Rows - first);
            MatrixSpan input = x.Slice(first, rows), dInput = dx.Slice(first, rows), dOutput = dy.Slice(first, rows);
            MatrixSpan up = Intermediate(block.Up, first, rows), activated = Intermediate(pass.Activations.MlpActivation, 0, rows), dUp = Intermediate(scratch.Up, 0, rows);

            // dUp first holds the gradient of the activation's output and is then replaced in place.
            _down.BackwardToInput(pass, dOutput, dUp);
            if (_gate is null) pass.Kernels.GeluNewBackward(dUp.Data, up.Data, dUp.Data, activated.Data);
            else pass.Kernels.SwiGluBackward(dUp.Data, Intermediate(block.Gate, first, rows).Data, up.Data, Intermediate(scratch.Gate, 0, rows).Data, dUp.Data, activated.Data);
            _down.BackwardToParameters(pass, activated, dOutput);
            _up.Backward(pass, input, dUp, dInput);
            _gate?.Backward(pass, input, Intermediate(scratch.Gate, 0, rows), dInput, accumulate: true);
        }
    }

    /// <summary>Returns the chunk size that splits the rows evenly. It is a multiple of <see cref="TileRows"/>.</summary>
    private static int ChunkRows(int rows)
    {
        int chunks = (rows + MaxRowsPerChunk - 1) / MaxRowsPerChunk;
        return Alignment.RoundUp((rows + chunks - 1) / chunks, TileRows);
    }

    /// <summary>Returns rows of an intermediate buffer. Rows are padded with zeros; activation kernels process the padding too and leave it 0.</summary>
    private MatrixSpan Intermediate(FloatBuffer buffer, int first, int rows) => new(buffer[first * _stride, rows * _stride], rows, _up.Outputs, _stride);
}
