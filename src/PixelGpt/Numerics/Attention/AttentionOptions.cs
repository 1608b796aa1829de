namespace PixelGpt.Numerics;

/// <summary>The settings of <see cref="CausalAttention"/> for one head.</summary>
/// <param name="Window">Size of the sliding window; <see cref="int.MaxValue"/> for none.</param>
/// <param name="Dropout">Dropout of the attention weights; the weight at (row, column) has counter row · context + column.</param>
internal readonly record struct AttentionOptions(int Window = int.MaxValue, Dropout Dropout = default);
