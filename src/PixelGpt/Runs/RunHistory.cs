using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>How a model came to be, as its folder tells it.</summary>
/// <param name="Record">What the run was made of; null where the folder holds a model and no run.</param>
/// <param name="Epochs">What each epoch came to.</param>
public sealed record RunHistory(TrainingRecord? Record, IReadOnlyList<EpochMetrics> Epochs)
{
    /// <summary>Reads a folder.</summary>
    /// <exception cref="InputException">A file of the run is missing or damaged.</exception>
    public static RunHistory Load(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.HasRun ? new RunHistory(TrainingRecord.Load(folder.Record), MetricsLog.Load(folder.Metrics).Epochs) : new RunHistory(null, []);
    }

    /// <summary>The epoch whose weights are kept, by the recipe's rule; null where no epoch is done.</summary>
    public EpochMetrics? Kept => Record?.Recipe.BestMetric == BestEpoch.DevLoss ? LowestDevLoss : Epochs.MinBy(m => m.Loss);

    /// <summary>The epoch of the lowest dev loss; null where none has one.</summary>
    public EpochMetrics? LowestDevLoss => Epochs.Where(m => m.DevLoss is not null).MinBy(m => m.DevLoss);
}
