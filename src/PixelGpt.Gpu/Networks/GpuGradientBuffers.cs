using PixelGpt.Gpu.Computing;

namespace PixelGpt.Gpu.Networks;

/// <summary>Buffers for the gradients of activations. One set serves all blocks, because the backward pass computes one block at a time.</summary>
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
