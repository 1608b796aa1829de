using PixelGpt.Gpu.Computing;

namespace PixelGpt.Gpu.Networks;

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
