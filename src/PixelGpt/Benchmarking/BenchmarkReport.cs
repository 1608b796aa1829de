namespace PixelGpt.Benchmarking;

/// <summary>The figures of a <see cref="Benchmark"/>.</summary>
internal sealed record BenchmarkReport
{
    /// <summary>The machine that was measured.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Number of threads for training and for the batch.</summary>
    public required int Threads { get; init; }

    /// <summary>Peak of the machine with <see cref="Threads"/> threads, in GFLOP/s: the maximum of several measurements.</summary>
    public required double PeakGigaflops { get; init; }

    /// <summary>Peak of the machine with one thread, in GFLOP/s.</summary>
    public required double PeakGigaflopsOneThread { get; init; }

    /// <summary>Speed of training.</summary>
    public required TrainingFigures Train { get; init; }

    /// <summary>Speed of completing one picture on one thread.</summary>
    public required OnePictureFigures CompleteOne { get; init; }

    /// <summary>Speed of completing many pictures at once.</summary>
    public required BatchFigures CompleteBatch { get; init; }

    /// <summary>Peak resident memory of the process, in MiB.</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>Duration of the benchmark, in seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>Speed of training.</summary>
/// <param name="SecondsPerEpoch">Seconds of training per epoch, without evaluation.</param>
/// <param name="IsEstimate">Whether the seconds per epoch are estimated from single steps; otherwise whole epochs were timed.</param>
/// <param name="Pictures">Number of pictures per epoch.</param>
/// <param name="PixelsPerSecond">Predicted pixels per second, from the median.</param>
/// <param name="Operations">Useful operations per epoch (<see cref="UsefulOperations.Training"/>).</param>
/// <param name="FractionOfPeak">Useful operations per second as a fraction of the peak, from the median.</param>
internal sealed record TrainingFigures(MeasurementSummary SecondsPerEpoch, bool IsEstimate, int Pictures, double PixelsPerSecond, double Operations, double FractionOfPeak);

/// <summary>Speed of completing one picture on one thread.</summary>
/// <param name="Milliseconds">Milliseconds for the whole completion.</param>
/// <param name="FirstPixelMilliseconds">Milliseconds until the first generated pixel.</param>
/// <param name="PixelsGenerated">Number of generated pixels.</param>
/// <param name="FractionOfPeak">Useful operations (<see cref="UsefulOperations.Completion"/>) per second as a fraction of the peak of one thread, from the median.</param>
internal sealed record OnePictureFigures(MeasurementSummary Milliseconds, MeasurementSummary FirstPixelMilliseconds, int PixelsGenerated, double FractionOfPeak);

/// <summary>Speed of completing many pictures at once.</summary>
/// <param name="Pictures">Number of pictures.</param>
/// <param name="Seconds">Seconds for all pictures.</param>
/// <param name="PixelsPerSecond">Generated pixels per second, from the median.</param>
/// <param name="FractionOfPeak">Useful operations per second as a fraction of the peak, from the median.</param>
internal sealed record BatchFigures(int Pictures, MeasurementSummary Seconds, double PixelsPerSecond, double FractionOfPeak);
