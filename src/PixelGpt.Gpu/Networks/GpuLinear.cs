using ILGPU;
using PixelGpt.Gpu.Computing;

namespace PixelGpt.Gpu.Networks;

/// <summary>A linear layer, y = x·W + b.</summary>
/// <param name="engine">The device.</param>
/// <param name="stored">The weight as it is stored.</param>
/// <param name="gradient">Its gradient.</param>
/// <param name="isTransposed">Whether the weight is stored as [outputs, inputs].</param>
/// <param name="bias">Bias and its gradient; null for none.</param>
internal sealed class GpuLinear(GpuEngine engine, Matrix stored, Matrix gradient, bool isTransposed, (ArrayView<float> Values, ArrayView<float> Gradient)? bias)
{
    private readonly Matrix _weight = isTransposed ? stored.Transposed : stored;

    /// <summary>The number of output features.</summary>
    public int Outputs => _weight.Columns;

    /// <summary>Computes y = x·W + b.</summary>
    /// <param name="x">Input [rows, inputs].</param>
    /// <param name="y">Receives the output [rows, outputs].</param>
    public void Forward(Matrix x, Matrix y) => engine.Multiply(x, _weight, y, bias: bias?.Values);

    /// <summary>Computes the gradient of the input, and adds to those of weight and bias.</summary>
    /// <param name="x">Input of the forward pass [rows, inputs].</param>
    /// <param name="dy">Gradient of the output [rows, outputs].</param>
    /// <param name="dx">Gradient of the input [rows, inputs].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/> instead of overwriting it.</param>
    public void Backward(Matrix x, Matrix dy, Matrix dx, bool accumulate = false)
    {
        BackwardToInput(dy, dx, accumulate);
        BackwardToParameters(x, dy);
    }

    /// <summary>Computes the gradient of the input, dx = dy·Wᵀ.</summary>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="dx">Gradient of the input.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/> instead of overwriting it.</param>
    public void BackwardToInput(Matrix dy, Matrix dx, bool accumulate = false) => engine.Multiply(dy, _weight.Transposed, dx, accumulate);

    /// <summary>Adds to the gradients of weight and bias.</summary>
    /// <param name="x">Input of the forward pass.</param>
    /// <param name="dy">Gradient of the output.</param>
    public void BackwardToParameters(Matrix x, Matrix dy)
    {
        if (isTransposed) engine.Multiply(dy.Transposed, x, gradient, accumulate: true);
        else engine.Multiply(x.Transposed, dy, gradient, accumulate: true);
        if (bias is { } b) engine.AddColumnSums(dy, b.Gradient);
    }
}
