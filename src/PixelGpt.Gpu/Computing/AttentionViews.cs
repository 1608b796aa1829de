using ILGPU;

namespace PixelGpt.Gpu.Computing;

/// <summary>Queries, keys and values, or their gradients.</summary>
/// <param name="Queries">Queries.</param>
/// <param name="Keys">Keys.</param>
/// <param name="Values">Values.</param>
internal readonly record struct AttentionViews(ArrayView<float> Queries, ArrayView<float> Keys, ArrayView<float> Values);
