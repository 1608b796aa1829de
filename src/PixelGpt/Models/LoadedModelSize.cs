namespace PixelGpt.Models;

/// <summary>The maximum size of the passes of a <see cref="ILoadedModel"/>.</summary>
/// <param name="Sequences">Number of sequences of a pass.</param>
/// <param name="Rows">Number of rows of each sequence in a pass.</param>
/// <param name="CachePositions">Number of positions of each sequence in the KV cache; 0 for no cache.</param>
internal readonly record struct LoadedModelSize(int Sequences, int Rows, int CachePositions);
