using PixelGpt.Gpu.Computing;
using PixelGpt.Models;

namespace PixelGpt.Gpu.Networks;

/// <summary>Buffers with the same number of rows.</summary>
internal abstract class RowBuffers : IDisposable
{
    private readonly DeviceMemory<float>[] _all;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="widths">Number of floats per row of each buffer.</param>
    /// <param name="rows">Number of rows.</param>
    protected RowBuffers(GpuEngine engine, int[] widths, int rows) => _all = [.. widths.Select(width => engine.Allocate<float>(checked(width * rows)))];

    /// <summary>Gets a buffer.</summary>
    /// <param name="index">Index of the buffer.</param>
    protected DeviceMemory<float> this[int index] => _all[index];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceMemory<float> memory in _all) memory.Dispose();
    }
}

/// <summary>The results of one block's forward pass.</summary>
internal sealed class GpuBlockBuffers(GpuEngine engine, BlockWidths widths, int rows) : RowBuffers(engine, widths.Block, rows)
{
    /// <summary>The output of the norm before attention.</summary>
    public DeviceMemory<float> AttentionNorm => this[0];

    /// <summary>Queries, keys and values side by side.</summary>
    public DeviceMemory<float> Qkv => this[1];

    /// <summary>Queries and keys before query-key norm.</summary>
    public DeviceMemory<float> RawQk => this[2];

    /// <summary>The block's own values, before the value residual.</summary>
    public DeviceMemory<float> OwnValues => this[3];

    /// <summary>The outputs of all heads.</summary>
    public DeviceMemory<float> Heads => this[4];

    /// <summary>The residual stream after attention.</summary>
    public DeviceMemory<float> AfterAttention => this[5];

    /// <summary>The output of the norm before the MLP.</summary>
    public DeviceMemory<float> MlpNorm => this[6];

    /// <summary>The output of the MLP's gate projection.</summary>
    public DeviceMemory<float> Gate => this[7];

    /// <summary>The output of the MLP's up projection.</summary>
    public DeviceMemory<float> Up => this[8];

    /// <summary>The residual stream after the block.</summary>
    public DeviceMemory<float> Output => this[9];

    /// <summary>The logarithms of the sums in the softmax.</summary>
    public DeviceMemory<float> LogSums => this[10];

    /// <summary>Statistics of the norm before attention.</summary>
    public DeviceMemory<float> AttentionStatistics => this[11];

    /// <summary>Statistics of the norm before the MLP.</summary>
    public DeviceMemory<float> MlpStatistics => this[12];

    /// <summary>Statistics of the norms of queries, and after them of keys.</summary>
    public DeviceMemory<float> QkStatistics => this[13];
}

/// <summary>The results of a forward pass outside of the blocks, and temporary memory.</summary>
internal sealed class GpuBuffers(GpuEngine engine, BlockWidths widths, int rows) : RowBuffers(engine, widths.Shared, rows)
{
    /// <summary>The embedded tokens.</summary>
    public DeviceMemory<float> Embedding => this[0];

    /// <summary>The normalised output of the last block.</summary>
    public DeviceMemory<float> FinalNorm => this[1];

    /// <summary>Statistics of the final norm.</summary>
    public DeviceMemory<float> FinalStatistics => this[2];

    /// <summary>The logits, then their gradient.</summary>
    public DeviceMemory<float> Logits => this[3];

    /// <summary>The output of attention or MLP.</summary>
    public DeviceMemory<float> Branch => this[4];

    /// <summary>The output of the MLP's activation function.</summary>
    public DeviceMemory<float> Activated => this[5];

    /// <summary>The cross-entropy of each row.</summary>
    public DeviceMemory<float> Losses => this[6];

    /// <summary>Query, key and gate of the pointer.</summary>
    public DeviceMemory<float> Pointer => this[7];

    /// <summary>A 1 for the colour of each row's token.</summary>
    public DeviceMemory<float> Colors => this[8];

    /// <summary>The distributions of the pointer.</summary>
    public DeviceMemory<float> Pointed => this[9];

    /// <summary>The logarithms of the sums in the softmax of the pointer.</summary>
    public DeviceMemory<float> PointerLogSums => this[10];
}

/// <summary>Gradients of activations, which all blocks use in turn.</summary>
internal sealed class GpuGradientBuffers(GpuEngine engine, BlockWidths widths, int rows) : RowBuffers(engine, widths.Gradients, rows)
{
    /// <summary>Gradient of the residual stream.</summary>
    public DeviceMemory<float> Residual => this[0];

    /// <summary>Gradient of the output of attention or MLP.</summary>
    public DeviceMemory<float> Branch => this[1];

    /// <summary>Gradient of the output of a norm.</summary>
    public DeviceMemory<float> Norm => this[2];

    /// <summary>Gradient of the MLP's activation, then of its up projection.</summary>
    public DeviceMemory<float> Up => this[3];

    /// <summary>Gradient of the MLP's gate projection.</summary>
    public DeviceMemory<float> Gate => this[4];

    /// <summary>Gradient of the outputs of all heads.</summary>
    public DeviceMemory<float> Heads => this[5];

    /// <summary>Gradient of queries, keys and values.</summary>
    public DeviceMemory<float> Qkv => this[6];

    /// <summary>Dot products of outputs and their gradients.</summary>
    public DeviceMemory<float> Dots => this[7];

    /// <summary>Gradient of the first block's values by later blocks.</summary>
    public DeviceMemory<float> FirstValues => this[8];

    /// <summary>Contributions to the gradient of the share of the first block's values.</summary>
    public DeviceMemory<float> Shares => this[9];

    /// <summary>Gradient of query, key and gate of the pointer.</summary>
    public DeviceMemory<float> Pointer => this[10];

    /// <summary>Gradient of the distributions of the pointer.</summary>
    public DeviceMemory<float> Pointed => this[11];
}
