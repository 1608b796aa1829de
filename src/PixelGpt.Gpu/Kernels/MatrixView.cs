using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>A matrix in the memory of a device. Exchanging the strides transposes it.</summary>
/// <param name="Data">The memory, from the first value on.</param>
/// <param name="RowStride">Distance of neighbouring rows.</param>
/// <param name="ColumnStride">Distance of neighbouring columns.</param>
internal readonly record struct MatrixView(ArrayView<float> Data, int RowStride, int ColumnStride);
