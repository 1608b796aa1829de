namespace PixelGpt.Gpu.Measuring;

/// <summary>How fast a device computes a model.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Hidden size.</param>
/// <param name="SecondsPerEpoch">Seconds per epoch of training.</param>
/// <param name="ShareOfPeak">Useful operations per second of training, as a fraction of the measured peak.</param>
/// <param name="CompletionsPerSecond">Completed pictures per second.</param>
internal sealed record GpuSpeed(int Layers, int HiddenSize, double SecondsPerEpoch, double ShareOfPeak, double CompletionsPerSecond);
