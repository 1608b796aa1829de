namespace PixelGpt.Benchmarking;

/// <summary>What <see cref="Benchmark"/> measured.</summary>
public sealed record BenchmarkReport
{
    /// <summary>What it was measured on.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Threads of training and of the batch.</summary>
    public required int Threads { get; init; }

    /// <summary>The machine's peak on those threads, GFLOP/s: the best that was seen before, between and after the measurements.</summary>
    public required double PeakGigaflops { get; init; }

    /// <summary>The same on one thread.</summary>
    public required double PeakGigaflopsOneThread { get; init; }

    /// <summary>Training.</summary>
    public required TrainingFigures Train { get; init; }

    /// <summary>Finishing one picture on one thread.</summary>
    public required OnePictureFigures CompleteOne { get; init; }

    /// <summary>Finishing many pictures at once.</summary>
    public required BatchFigures CompleteBatch { get; init; }

    /// <summary>The most memory that the process had resident at once, MiB.</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>Seconds that measuring took.</summary>
    public required double Seconds { get; init; }
}

/// <summary>How fast a model trains.</summary>
/// <param name="SecondsPerEpoch">Seconds of an epoch's training, without the scoring after it.</param>
/// <param name="IsEstimate">Whether single steps were timed and an epoch is their sum by number of pictures, rather than whole epochs.</param>
/// <param name="Pictures">Pictures an epoch.</param>
/// <param name="PixelsPerSecond">Predicted pixels a second, at the median.</param>
/// <param name="Operations">Useful operations an epoch (<see cref="UsefulOperations.Training"/>).</param>
/// <param name="ShareOfPeak">Those by the median seconds and the peak, 0 to 1.</param>
public sealed record TrainingFigures(MeasurementSummary SecondsPerEpoch, bool IsEstimate, int Pictures, double PixelsPerSecond, double Operations, double ShareOfPeak);

/// <summary>How soon one picture is finished on one thread.</summary>
/// <param name="Milliseconds">From the prompt to the last pixel.</param>
/// <param name="FirstPixelMilliseconds">From the prompt to the first pixel drawn.</param>
/// <param name="PixelsDrawn">Pixels that the model draws.</param>
/// <param name="ShareOfPeak">Useful operations (<see cref="UsefulOperations.Completion"/>) by the median time and one thread's peak, 0 to 1.</param>
public sealed record OnePictureFigures(MeasurementSummary Milliseconds, MeasurementSummary FirstPixelMilliseconds, int PixelsDrawn, double ShareOfPeak);

/// <summary>How fast many pictures are finished together.</summary>
/// <param name="Pictures">How many.</param>
/// <param name="Seconds">For all of them.</param>
/// <param name="PixelsPerSecond">Drawn pixels a second, at the median.</param>
/// <param name="ShareOfPeak">Useful operations by the median time and the peak, 0 to 1.</param>
public sealed record BatchFigures(int Pictures, MeasurementSummary Seconds, double PixelsPerSecond, double ShareOfPeak);
