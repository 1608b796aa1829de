namespace PixelGpt.Bench.Growth;

/// <summary>What a token costs in training one size of model.</summary>
/// <param name="Series">What is varied.</param>
/// <param name="Value">Its value.</param>
/// <param name="OperationsPerToken">Useful operations a token, by formula.</param>
/// <param name="SecondsPerToken">The fastest step's seconds by its tokens: what else the machine does only adds.</param>
/// <param name="ShareOfPeak">Operations by seconds and peak, 0 to 1.</param>
internal sealed record GrowthPoint(string Series, int Value, double OperationsPerToken, double SecondsPerToken, double ShareOfPeak);
