using ILGPU;

namespace PixelGpt.Gpu.Computing;

/// <summary>The parameters of a norm, or their gradients.</summary>
/// <param name="Weight">Weight [n].</param>
/// <param name="Bias">Bias [n]; any memory without one.</param>
/// <param name="Columns">Number of columns, n.</param>
/// <param name="IsCentered">Whether the mean is subtracted and a bias added.</param>
/// <param name="Epsilon">Value that is added to the variance.</param>
internal readonly record struct Norm(ArrayView<float> Weight, ArrayView<float> Bias, int Columns, bool IsCentered, float Epsilon);
