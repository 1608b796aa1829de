using PixelGpt.Gpu.Computing;

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
