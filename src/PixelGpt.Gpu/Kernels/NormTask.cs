namespace PixelGpt.Gpu.Kernels;

/// <summary>The sizes of a normalisation.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns, n.</param>
/// <param name="Lanes">Number of threads per row, a power of 2.</param>
/// <param name="IsCentered">1 for layer normalisation, which subtracts the mean, 0 for root-mean-square normalisation.</param>
/// <param name="Epsilon">Value that is added to the variance.</param>
internal readonly record struct NormTask(int Rows, int Columns, int Lanes, int IsCentered, float Epsilon);
