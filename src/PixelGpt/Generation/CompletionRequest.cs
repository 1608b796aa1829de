namespace PixelGpt.Generation;

/// <summary>A picture to finish.</summary>
/// <param name="Prompt">Its first pixels in raster order: at least one.</param>
/// <param name="Length">How many pixels it has in all.</param>
/// <param name="Stream">What tells its chance from that of other pictures of the same seed.</param>
/// <param name="Width">Pixels a row; only <see cref="GenerationOptions.Symmetry"/> asks for it.</param>
public readonly record struct CompletionRequest(ReadOnlyMemory<int> Prompt, int Length, ulong Stream = 0, int Width = 0);
