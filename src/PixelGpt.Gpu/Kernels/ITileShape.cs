namespace PixelGpt.Gpu.Kernels;

/// <summary>The shape of the groups of threads that compute a tile of a matrix: a square, in which each thread computes several rows and columns.</summary>
internal interface ITileShape
{
    /// <summary>The number of threads of each side of the square.</summary>
    int Side { get; }
}

/// <summary>The shape for graphics processors: two warps of 32 threads.</summary>
internal readonly struct WideTile : ITileShape
{
    public int Side => 8;
}

/// <summary>One thread, for the emulation of a device by the processor, where waiting for other threads is slow.</summary>
internal readonly struct NarrowTile : ITileShape
{
    public int Side => 1;
}
