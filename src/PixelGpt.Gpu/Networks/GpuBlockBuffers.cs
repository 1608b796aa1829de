using PixelGpt.Gpu.Computing;

namespace PixelGpt.Gpu.Networks;

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
