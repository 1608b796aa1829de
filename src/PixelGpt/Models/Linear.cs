using System.Collections.Immutable;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>A linear layer, y = x·W + b. The weight is packed once per step, for the forward and the backward product.</summary>
internal sealed class Linear
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly WeightLayout _layout;
    private readonly EmbeddingTable? _table;
    private FloatBuffer? _packed;
    private FloatBuffer? _packedTransposed;

    /// <summary>Creates a layer.</summary>
    /// <param name="inputs">Number of input features.</param>
    /// <param name="parts">Number of output features of each matrix that the weight consists of.</param>
    /// <param name="layout">Layout of the weight.</param>
    /// <param name="weight">Weight of all parts.</param>
    /// <param name="bias">Bias of all parts; null for none.</param>
    public Linear(int inputs, ImmutableArray<int> parts, WeightLayout layout, Parameter weight, Parameter? bias)
    {
        Inputs = inputs;
        Parts = parts;
        Outputs = parts.Sum();
        _weight = weight;
        _bias = bias;
        _layout = layout;
    }

    /// <summary>Creates a layer whose weight [outputs, inputs] is an embedding table.</summary>
    public Linear(int inputs, int outputs, EmbeddingTable table)
        : this(inputs, [outputs], WeightLayout.OutIn, table.Rows, bias: null) => _table = table;

    /// <summary>The number of input features.</summary>
    public int Inputs { get; }

    /// <summary>The number of output features.</summary>
    public int Outputs { get; }

    /// <summary>The weight.</summary>
    public Parameter Weight => _weight;

    /// <summary>The number of output features of each matrix that the weight consists of: several if projections are fused, such as those to queries, keys and values.</summary>
    public ImmutableArray<int> Parts { get; }

    /// <summary>Returns one of the matrices that the weight consists of, in the layout of the weight.</summary>
    /// <param name="weight">Values that are laid out like the weight.</param>
    /// <param name="part">Index in <see cref="Parts"/>.</param>
    public MatrixSpan Part(Span<float> weight, int part)
    {
        int first = 0;
        foreach (int width in Parts.AsSpan()[..part]) first += width;
        return _layout == WeightLayout.InOut
            ? new MatrixSpan(weight[first..], Inputs, Parts[part], Outputs)
            : new MatrixSpan(weight[(first * Inputs)..], Parts[part], Inputs);
    }

    /// <summary>Packs the weight. Must be called before the first pass and after each change of the parameters.</summary>
    public void Pack(IKernels kernels, ReadOnlySpan<float> parameters)
    {
        _packed ??= new FloatBuffer(kernels.PackedLength(Inputs, Outputs));
        _packedTransposed ??= new FloatBuffer(kernels.PackedLength(Outputs, Inputs));
        ReadOnlyMatrixSpan weight = View(_table is null ? _weight.In(parameters) : _table.In(parameters));
        kernels.Pack(weight, _packed.Span);
        kernels.Pack(weight.Transposed, _packedTransposed.Span);
    }

    /// <summary>Computes y = x·W + b.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Input [T, inputs].</param>
    /// <param name="y">Receives the output [T, outputs].</param>
    public void Forward(in ForwardPass pass, ReadOnlyMatrixSpan x, MatrixSpan y) =>
        pass.Kernels.MatMul(x, new PackedMatrix(Packed(_packed), Inputs, Outputs), _bias is null ? default : _bias.In(pass.Parameters), false, y);

    /// <summary>Computes the gradient of the input and adds to the gradients of weight and bias.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="x">Input of the forward pass [T, inputs].</param>
    /// <param name="dy">Gradient of the output [T, outputs].</param>
    /// <param name="dx">Gradient of the input [T, inputs].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/> instead of overwriting it.</param>
    public void Backward(in BackwardPass pass, ReadOnlyMatrixSpan x, ReadOnlyMatrixSpan dy, MatrixSpan dx, bool accumulate = false)
    {
        BackwardToInput(pass, dy, dx, accumulate);
        BackwardToParameters(pass, x, dy);
    }

    /// <summary>Computes the gradient of the input, dx = dy·Wᵀ.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="dy">Gradient of the output [T, outputs].</param>
    /// <param name="dx">Gradient of the input [T, inputs].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/> instead of overwriting it.</param>
    public void BackwardToInput(in BackwardPass pass, ReadOnlyMatrixSpan dy, MatrixSpan dx, bool accumulate = false) =>
        pass.Kernels.MatMul(dy, new PackedMatrix(Packed(_packedTransposed), Outputs, Inputs), default, accumulate, dx);

    /// <summary>Adds xᵀ·dy to the gradient of the weight and the column sums of dy to the gradient of the bias.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="x">Input of the forward pass [T, inputs].</param>
    /// <param name="dy">Gradient of the output [T, outputs].</param>
    public void BackwardToParameters(in BackwardPass pass, ReadOnlyMatrixSpan x, ReadOnlyMatrixSpan dy)
    {
        Span<float> gradient = _weight.In(pass.Gradients);
        if (_layout == WeightLayout.InOut) pass.Kernels.MatMul(x.Transposed, dy, true, new MatrixSpan(gradient, Inputs, Outputs));
        else pass.Kernels.MatMul(dy.Transposed, x, true, new MatrixSpan(gradient, Outputs, Inputs));
        if (_bias is not null) pass.Kernels.AddColumnSums(dy, _bias.In(pass.Gradients));
    }

    private static Span<float> Packed(FloatBuffer? buffer) =>
        (buffer ?? throw new InvalidOperationException("the weights have not been packed yet")).Span;

    private ReadOnlyMatrixSpan View(ReadOnlySpan<float> weight) => _layout == WeightLayout.InOut
        ? new ReadOnlyMatrixSpan(weight, Inputs, Outputs)
        : new ReadOnlyMatrixSpan(weight, Outputs, Inputs).Transposed;
}
