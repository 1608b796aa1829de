namespace PixelGpt.Evaluation.Distances;

/// <summary>The settings of a bootstrap confidence interval.</summary>
/// <param name="Resamples">Number of resamples, at least 2.</param>
/// <param name="Seed">Random seed.</param>
/// <param name="Threads">Number of threads to use; results do not depend on it.</param>
internal readonly record struct BootstrapOptions(int Resamples, ulong Seed, int Threads);
