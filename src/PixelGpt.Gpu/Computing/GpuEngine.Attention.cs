using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask> AttentionKernel => field ??= _isWide
        ? _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.Forward<WideTile>)
        : _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.Forward<NarrowTile>);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, AttentionTask> RowDotsKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, AttentionTask>(AttentionKernels.RowDots);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask> QueryGradientKernel => field ??= _isWide
        ? _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.GradientOfQueries<WideTile>)
        : _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.GradientOfQueries<NarrowTile>);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask> KeyGradientKernel => field ??= _isWide
        ? _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.GradientOfKeys<WideTile>)
        : _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.GradientOfKeys<NarrowTile>);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask> ValueGradientKernel => field ??= _isWide
        ? _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.GradientOfValues<WideTile>)
        : _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, AttentionTask>(AttentionKernels.GradientOfValues<NarrowTile>);

    /// <summary>Computes attention.</summary>
    /// <param name="inputs">Queries, keys and values.</param>
    /// <param name="output">Receives the outputs [sequences, rows, heads · value width].</param>
    /// <param name="logSums">Receives the logarithm of each row's sum in the softmax [sequences, heads, rows].</param>
    /// <param name="dropoutKeys">Keys of the dropout.</param>
    /// <param name="task">Sizes.</param>
    public void Attend(AttentionViews inputs, ArrayView<float> output, ArrayView<float> logSums, ArrayView<uint> dropoutKeys, AttentionTask task) =>
        AttentionKernel(Grid(task.Rows, task.Sequences * task.Heads, task.ValueDim), inputs.Queries, inputs.Keys, inputs.Values, output, logSums, dropoutKeys, task);

    /// <summary>Computes the gradients of attention whose first query is at position 0.</summary>
    /// <param name="inputs">Queries, keys and values.</param>
    /// <param name="output">Outputs of the forward pass.</param>
    /// <param name="dOutput">Gradients of the outputs.</param>
    /// <param name="logSums">Logarithms of the forward pass.</param>
    /// <param name="dots">Temporary memory [sequences, heads, rows].</param>
    /// <param name="gradients">Receives the gradients, in the layout of the inputs.</param>
    /// <param name="dropoutKeys">Keys of the dropout.</param>
    /// <param name="task">Sizes.</param>
    /// <param name="hasValueGradient">Whether the gradient of the values is needed.</param>
    public void AttendBackward(
        AttentionViews inputs, ArrayView<float> output, ArrayView<float> dOutput, ArrayView<float> logSums, ArrayView<float> dots, AttentionViews gradients, ArrayView<uint> dropoutKeys, AttentionTask task, bool hasValueGradient = true)
    {
        int queryHeads = task.Sequences * task.Heads, keyHeads = queryHeads / task.Group;
        RowDotsKernel(queryHeads * task.Rows, output, dOutput, dots, task);
        QueryGradientKernel(Grid(task.Rows, queryHeads, task.KeyDim), inputs.Queries, inputs.Keys, inputs.Values, dOutput, logSums, dots, gradients.Queries, dropoutKeys, task);
        KeyGradientKernel(Grid(task.Rows, keyHeads, task.KeyDim), inputs.Queries, inputs.Keys, inputs.Values, dOutput, logSums, dots, gradients.Keys, dropoutKeys, task);
        if (hasValueGradient) ValueGradientKernel(Grid(task.Rows, keyHeads, task.ValueDim), inputs.Queries, inputs.Keys, dOutput, logSums, gradients.Values, dropoutKeys, task);
    }

    private KernelConfig Grid(int rows, int heads, int columns)
    {
        int edge = AttentionTiles.PerThread * TileSide;
        return Groups(Tiles(rows, edge), heads, Tiles(columns, edge), TileSide * TileSide);
    }
}
