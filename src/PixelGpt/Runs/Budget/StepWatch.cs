using System.Diagnostics;
using PixelGpt.Training;

namespace PixelGpt.Runs.Budget;

/// <summary>Measures the duration of training steps, and stops training when the measurement is long enough.</summary>
/// <param name="trainSprites">The number of train sprites.</param>
/// <param name="batchSize">The batch size.</param>
/// <param name="duration">The duration of the measurement.</param>
/// <param name="stop">Stops training.</param>
internal sealed class StepWatch(int trainSprites, int batchSize, TimeSpan duration, CancellationTokenSource stop) : ITrainingListener
{
    private const int MinSteps = 3;

    /// <summary>The part of the duration that is not counted, because code is still being compiled.</summary>
    private const double WarmupFraction = 0.3;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long? _countedFrom;
    private long _last;
    private int _steps;
    private int _sprites;

    /// <summary>The measured seconds per sprite.</summary>
    public double SecondsPerSprite => Stopwatch.GetElapsedTime(_countedFrom!.Value, _last).TotalSeconds / _sprites;

    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
        _last = Stopwatch.GetTimestamp();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start, _last);
        if (_countedFrom is null)
        {
            if (elapsed >= duration * WarmupFraction) _countedFrom = _last;
            return;
        }

        _steps++;
        _sprites += Math.Min(batchSize, trainSprites - ((report.Batch - 1) * batchSize));
        if (elapsed >= duration && _steps >= MinSteps) stop.Cancel();
    }

    /// <inheritdoc/>
    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
    }
}
