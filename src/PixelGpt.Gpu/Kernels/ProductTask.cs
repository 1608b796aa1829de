namespace PixelGpt.Gpu.Kernels;

/// <summary>The sizes of a matrix product C = A·B.</summary>
/// <param name="Rows">Rows of A and C.</param>
/// <param name="Columns">Columns of B and C.</param>
/// <param name="Inner">Columns of A and rows of B.</param>
/// <param name="SliceLength">Number of them that one slice of the grid adds up: all, or fewer if C receives one partial sum per slice.</param>
/// <param name="SliceStride">Distance of the partial sums.</param>
/// <param name="Accumulate">1 to add to C, 0 to overwrite it.</param>
/// <param name="HasBias">1 to add a bias to each row of C, otherwise 0.</param>
internal readonly record struct ProductTask(int Rows, int Columns, int Inner, int SliceLength, int SliceStride, int Accumulate, int HasBias);
