namespace PixelGpt.Gpu.Kernels;

/// <summary>The shape for graphics processors: two warps of 32 threads.</summary>
internal readonly struct WideTile : ITileShape
{
    public int Side => 8;
}
