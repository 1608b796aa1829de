namespace PixelGpt.Gpu.Kernels;

/// <summary>The shape of the groups of threads that compute a tile of a matrix: a square, in which each thread computes several rows and columns.</summary>
internal interface ITileShape
{
    /// <summary>The number of threads of each side of the square.</summary>
    int Side { get; }
}
