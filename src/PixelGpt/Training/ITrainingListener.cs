namespace PixelGpt.Training;

/// <summary>Receives the events of a training run, for example to display, log or save them.</summary>
public interface ITrainingListener
{
    /// <summary>Called after each step, including skipped ones.</summary>
    /// <param name="report">Progress of the current epoch.</param>
    void StepDone(in StepReport report);

    /// <summary>Called when a bad step is skipped. Does nothing by default.</summary>
    /// <param name="bad">The bad step.</param>
    void StepSkipped(BadStep bad)
    {
    }

    /// <summary>Called after each epoch, when the dev split has been scored.</summary>
    /// <param name="metrics">Metrics of the epoch.</param>
    /// <param name="isBest">Whether this is the best epoch so far, according to the recipe's best metric.</param>
    void EpochDone(EpochMetrics metrics, bool isBest);
}
