using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>y = x·W (+ b), with the weight packed once a step for both directions.</summary>
internal sealed class Linear
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly WeightLayout _layout;
    private FloatBuffer? _packed;
    private FloatBuffer? _packedTransposed;

    public Linear(int inputs, int outputs, WeightLayout layout, Parameter weight, Parameter? bias)
    {
        Inputs = inputs;
        Outputs = outputs;
        _weight = weight;
        _bias = bias;
        _layout = layout;
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Takes the weight over from the parameters; due after each change of them.</summary>
    public void Pack(IKernels kernels, ReadOnlySpan<float> parameters)
    {
        _packed ??= new FloatBuffer(kernels.PackedLength(Inputs, Outputs));
        _packedTransposed ??= new FloatBuffer(kernels.PackedLength(Outputs, Inputs));
        ReadOnlyMatrixSpan weight = View(_weight.In(parameters));
        kernels.Pack(weight, _packed.Span);
        kernels.Pack(weight.Transposed, _packedTransposed.Span);
    }

    /// <summary>x [T, in] → y [T, out].</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlyMatrixSpan x, MatrixSpan y) =>
        kernels.MatMul(x, new PackedMatrix(Packed(_packed), Inputs, Outputs), _bias is null ? default : _bias.In(parameters), false, y);

    /// <summary>dy [T, out] → dx [T, in], or added to it; adds to the gradients of weight and bias.</summary>
    public void Backward(IKernels kernels, ReadOnlyMatrixSpan x, ReadOnlyMatrixSpan dy, Span<float> gradients, MatrixSpan dx, bool accumulate = false)
    {
        BackwardToInput(kernels, dy, dx, accumulate);
        BackwardToParameters(kernels, x, dy, gradients);
    }

    /// <summary>dy [T, out] → dx [T, in], or added to it.</summary>
    public void BackwardToInput(IKernels kernels, ReadOnlyMatrixSpan dy, MatrixSpan dx, bool accumulate = false) =>
        kernels.MatMul(dy, new PackedMatrix(Packed(_packedTransposed), Outputs, Inputs), default, accumulate, dx);

    /// <summary>Adds to the gradients of weight and bias.</summary>
    public void BackwardToParameters(IKernels kernels, ReadOnlyMatrixSpan x, ReadOnlyMatrixSpan dy, Span<float> gradients)
    {
        Span<float> gradient = _weight.In(gradients);
        if (_layout == WeightLayout.InOut) kernels.MatMul(x.Transposed, dy, true, new MatrixSpan(gradient, Inputs, Outputs));
        else kernels.MatMul(dy.Transposed, x, true, new MatrixSpan(gradient, Outputs, Inputs));
        if (_bias is not null) kernels.AddColumnSums(dy, _bias.In(gradients));
    }

    private static Span<float> Packed(FloatBuffer? buffer) =>
        (buffer ?? throw new InvalidOperationException("the weights have not been packed yet")).Span;

    private ReadOnlyMatrixSpan View(ReadOnlySpan<float> weight) => _layout == WeightLayout.InOut
        ? new ReadOnlyMatrixSpan(weight, Inputs, Outputs)
        : new ReadOnlyMatrixSpan(weight, Outputs, Inputs).Transposed;
}
