namespace PixelGpt.Bench.Growth;

/// <summary>Training cost per token of one model size.</summary>
/// <param name="Series">Name of the varied setting.</param>
/// <param name="Value">Value of the varied setting.</param>
/// <param name="OperationsPerToken">Useful operations per token, by formula.</param>
/// <param name="SecondsPerToken">Seconds per token of the fastest step; other load on the machine can only slow steps down.</param>
/// <param name="FractionOfPeak">Useful operations per second as a fraction of the peak.</param>
internal sealed record GrowthPoint(string Series, int Value, double OperationsPerToken, double SecondsPerToken, double FractionOfPeak);
