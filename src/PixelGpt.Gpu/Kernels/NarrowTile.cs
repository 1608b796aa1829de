namespace PixelGpt.Gpu.Kernels;

/// <summary>One thread, for the emulation of a device by the processor, where waiting for other threads is slow.</summary>
internal readonly struct NarrowTile : ITileShape
{
    public int Side => 1;
}
