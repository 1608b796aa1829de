namespace PixelGpt.Training;

/// <summary>
/// The progress of a training run. Random numbers are counter-based, so this state and the recipe's seed determine all of
/// them; together with weights and optimizer state they are everything that is needed to resume.
/// </summary>
public readonly record struct TrainingState
{
    /// <summary>The number of completed epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of completed steps of the current epoch.</summary>
    public int BatchInEpoch { get; init; }

    /// <summary>The number of completed steps of the run, including skipped ones.</summary>
    public long Step { get; init; }

    /// <summary>The number of bad steps of the run that were skipped.</summary>
    public long SkippedSteps { get; init; }

    /// <summary>The number of bad steps of the current epoch that were skipped.</summary>
    public int SkippedInEpoch { get; init; }

    /// <summary>The sum of the mean losses of the current epoch's batches, without skipped ones.</summary>
    public double LossSum { get; init; }

    /// <summary>The sum of the gradient norms of the current epoch's batches before clipping, without skipped ones; null before the first step of an epoch, or if the epoch was started by an earlier version.</summary>
    public double? GradNormSum { get; init; }

    /// <summary>The training time of the current epoch, in seconds.</summary>
    public double TrainSeconds { get; init; }

    /// <summary>The best epoch so far, from 1; 0 before the end of the first epoch.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The value of the best metric in the best epoch; null before the end of the first epoch.</summary>
    public double? BestValue { get; init; }
}
