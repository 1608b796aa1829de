using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The training history of a model.</summary>
/// <param name="Record">The recipe and data of the run; null if the folder has a model but no run.</param>
/// <param name="Epochs">The metrics of each epoch.</param>
public sealed record RunHistory(TrainingRecord? Record, IReadOnlyList<EpochMetrics> Epochs)
{
    /// <summary>The best epoch, selected by the recipe's best metric; null if no epoch is finished.</summary>
    public EpochMetrics? BestEpoch => Record?.Recipe.BestMetric == SelectionMetric.DevLoss ? LowestDevLoss : Epochs.MinBy(m => m.Loss);

    /// <summary>The epoch with the lowest dev loss; null if no epoch has a dev loss.</summary>
    public EpochMetrics? LowestDevLoss => Epochs.Where(m => m.DevLoss is not null).MinBy(m => m.DevLoss);

    /// <summary>Whether training has stopped before the last epoch because the best metric did not improve any more.</summary>
    public bool HasStoppedEarly => Record is not null && BestEpoch is { } best && Record.Recipe.StopsEarly(Epochs.Count, best.Epoch);

    /// <summary>Whether training is complete: all epochs are done, or training has stopped early.</summary>
    internal bool IsComplete => Record is not null && (Epochs.Count >= Record.Recipe.Epochs || HasStoppedEarly);

    /// <summary>Reads the history from a run folder.</summary>
    /// <param name="folder">The run folder.</param>
    /// <returns>The history; without record and epochs if the folder has no run.</returns>
    /// <exception cref="InputException">A file of the run is missing or damaged.</exception>
    public static RunHistory Load(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.HasRun ? new RunHistory(TrainingRecord.Load(folder.Record), MetricsLog.Load(folder.Metrics).Epochs) : new RunHistory(null, []);
    }
}
