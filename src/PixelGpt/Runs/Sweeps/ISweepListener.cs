using PixelGpt.Training;

namespace PixelGpt.Runs.Sweeps;

/// <summary>Receives the events of a sweep, on any thread.</summary>
internal interface ISweepListener
{
    /// <summary>Called when a trial starts or continues.</summary>
    void TrialStarted(SweepTask task);

    /// <summary>Called after each training step.</summary>
    void StepDone(SweepTask task, in StepReport report);

    /// <summary>Called when something has gone wrong that does not stop the trial.</summary>
    void Warned(SweepTask task, string message);

    /// <summary>Called when a trial has finished a rung or failed, and its result is saved.</summary>
    void TrialFinished(SweepTask task, TrialResult result);
}
