using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<KernelConfig, ArrayView<float>, RowLayout, ArrayView<float>, ArrayView<float>, ArrayView<float>, RowLayout, ArrayView<float>, NormTask> NormKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, RowLayout, ArrayView<float>, ArrayView<float>, ArrayView<float>, RowLayout, ArrayView<float>, NormTask>(NormKernels.Forward);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, RowLayout, ArrayView<float>, ArrayView<float>, ArrayView<float>, RowLayout, int, NormTask> NormBackwardKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, RowLayout, ArrayView<float>, ArrayView<float>, ArrayView<float>, RowLayout, int, NormTask>(NormKernels.Backward);

    private Action<KernelConfig, ArrayView<float>, RowLayout, ArrayView<float>, RowLayout, ArrayView<float>, ArrayView<float>, int, NormTask> NormParameterKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, RowLayout, ArrayView<float>, RowLayout, ArrayView<float>, ArrayView<float>, int, NormTask>(NormKernels.ParameterGradients);

    /// <summary>Normalises rows.</summary>
    /// <param name="norm">Parameters of the norm.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="x">Input.</param>
    /// <param name="xLayout">Rows of the input.</param>
    /// <param name="y">Receives the output.</param>
    /// <param name="yLayout">Rows of the output.</param>
    /// <param name="statistics">Receives mean and inverse standard deviation of each row [rows, 2].</param>
    public void Normalize(Norm norm, int rows, ArrayView<float> x, RowLayout xLayout, ArrayView<float> y, RowLayout yLayout, ArrayView<float> statistics)
    {
        NormTask task = TaskOf(norm, rows);
        NormKernel(RowGroups(task), x, xLayout, norm.Weight, norm.Bias, y, yLayout, statistics, task);
    }

    /// <summary>Computes the gradient of the input, and adds to those of weight and bias.</summary>
    /// <param name="norm">Parameters of the norm.</param>
    /// <param name="gradients">Gradients of the parameters.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="dy">Gradient of the output; may be the same memory as <paramref name="dx"/> if that is overwritten.</param>
    /// <param name="x">Input.</param>
    /// <param name="xLayout">Rows of the input.</param>
    /// <param name="statistics">Statistics of the forward pass.</param>
    /// <param name="dx">Gradient of the input.</param>
    /// <param name="gradientLayout">Rows of both gradients.</param>
    /// <param name="accumulate">Whether to add to the gradient of the input instead of overwriting it.</param>
    public void NormalizeBackward(
        Norm norm, Norm gradients, int rows, ArrayView<float> dy, ArrayView<float> x, RowLayout xLayout, ArrayView<float> statistics, ArrayView<float> dx, RowLayout gradientLayout, bool accumulate)
    {
        NormTask task = TaskOf(norm, rows);
        int tiles = Tiles(norm.Columns, _columnThreads);
        (int rowsPerSlice, int slices) = Slice(rows, 2 * norm.Columns, tiles, fewest: 16);
        NormParameterKernel(Groups(tiles, slices, 1, _columnThreads), dy, gradientLayout, x, xLayout, statistics, Workspace, rowsPerSlice, task);
        AddSlices(norm.Columns, slices, 2 * norm.Columns, Workspace, gradients.Weight, accumulate: true);
        if (norm.IsCentered) AddSlices(norm.Columns, slices, 2 * norm.Columns, Workspace.SubView(norm.Columns), gradients.Bias, accumulate: true);
        NormBackwardKernel(RowGroups(task), dy, x, xLayout, norm.Weight, statistics, dx, gradientLayout, accumulate ? 1 : 0, task);
    }

    /// <summary>Divides the threads of a group among as many rows as possible: a narrow row needs fewer threads.</summary>
    private NormTask TaskOf(Norm norm, int rows) => new(
        rows, norm.Columns, (int)Math.Min((uint)_rowThreads, BitOperations.RoundUpToPowerOf2((uint)norm.Columns)), norm.IsCentered ? 1 : 0, norm.Epsilon);

    private KernelConfig RowGroups(NormTask task) => new(Tiles(task.Rows, _rowThreads / task.Lanes), _rowThreads);
}
