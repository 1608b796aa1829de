using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<KernelConfig, ArrayView<float>, ArrayView<int>, ArrayView<float>, int, float> CrossEntropyKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<int>, ArrayView<float>, int, float>(LossKernels.CrossEntropy);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, ArrayView<int>, ArrayView<float>, int, float, float> PointerCrossEntropyKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, ArrayView<int>, ArrayView<float>, int, float, float>(LossKernels.PointerCrossEntropy);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, float> PointerLogitsKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, float>(LossKernels.PointerLogits);

    /// <summary>Computes the cross-entropy of each row, and replaces its logits by their gradient.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="logits">Logits [rows, colours], then their gradient.</param>
    /// <param name="labels">Index of the correct colour of each row; negative for none.</param>
    /// <param name="losses">Receives the cross-entropies.</param>
    /// <param name="scale">Factor of the gradient.</param>
    public void CrossEntropy(int rows, int colors, ArrayView<float> logits, ArrayView<int> labels, ArrayView<float> losses, float scale) =>
        CrossEntropyKernel(new KernelConfig(rows, _rowThreads), logits, labels, losses, colors, scale);

    /// <summary>Computes the cross-entropy of the mixture of softmax and pointer, and all gradients.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="logits">Logits [rows, colours], then their gradient.</param>
    /// <param name="pointed">Distributions of the pointer [rows, colours].</param>
    /// <param name="dPointed">Receives their gradient.</param>
    /// <param name="gates">Inputs of the gates, with column stride 1.</param>
    /// <param name="dGates">Receives their gradients, with the same strides.</param>
    /// <param name="labels">Index of the correct colour of each row; negative for none.</param>
    /// <param name="losses">Receives the cross-entropies.</param>
    /// <param name="scale">Factor of the gradient.</param>
    /// <param name="gateShift">Value that is added to the inputs of the gates.</param>
    public void PointerCrossEntropy(int rows, int colors, ArrayView<float> logits, ArrayView<float> pointed, ArrayView<float> dPointed, Matrix gates, Matrix dGates, ArrayView<int> labels, ArrayView<float> losses, float scale, float gateShift) =>
        PointerCrossEntropyKernel(new KernelConfig(rows, _rowThreads), logits, pointed, dPointed, gates.Data, dGates.Data, gates.RowStride, labels, losses, colors, scale, gateShift);

    /// <summary>Replaces logits by the logarithms of the mixture of softmax and pointer.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="logits">Logits [rows, colours].</param>
    /// <param name="pointed">Distributions of the pointer [rows, colours].</param>
    /// <param name="gates">Inputs of the gates.</param>
    /// <param name="gateShift">Value that is added to them.</param>
    public void MixPointer(int rows, int colors, ArrayView<float> logits, ArrayView<float> pointed, Matrix gates, float gateShift) =>
        PointerLogitsKernel(new KernelConfig(rows, _rowThreads), logits, pointed, gates.Data, gates.RowStride, colors, gateShift);
}
