using PixelGpt.Training;

namespace PixelGpt.Runs.Sweeps;

/// <summary>Stops the run of a trial at the end of its rung, and forwards its events.</summary>
/// <param name="task">The trial and the rung.</param>
/// <param name="listener">Receives the events.</param>
/// <param name="rungEnd">Cancelled at the end of the rung; null if it is the end of the run.</param>
internal sealed class RungListener(SweepTask task, ISweepListener listener, CancellationTokenSource? rungEnd) : IRunListener
{
    /// <inheritdoc/>
    public void StepDone(in StepReport report) => listener.StepDone(task, report);

    /// <inheritdoc/>
    public void StepSkipped(BadStep bad) => listener.Warned(task, $"{bad}; the step is skipped");

    /// <inheritdoc/>
    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        if (metrics.Epoch >= task.Epochs) rungEnd?.Cancel();
    }

    /// <inheritdoc/>
    public void SaveFailed(string message, TimeSpan retryAfter) => listener.Warned(task, $"{message}; training continues, and saving is retried in {retryAfter.TotalSeconds:0} s");

    /// <inheritdoc/>
    public void LogFailed(string message) => listener.Warned(task, message);
}
