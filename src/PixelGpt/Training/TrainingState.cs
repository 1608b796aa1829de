namespace PixelGpt.Training;

/// <summary>
/// Where a run stands, beside the weights and moments. All chance is counter-based, so this and the seed are the
/// whole random state.
/// </summary>
public readonly record struct TrainingState
{
    /// <summary>Whole epochs done.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps done of the epoch under way.</summary>
    public int BatchInEpoch { get; init; }

    /// <summary>Optimizer steps done in all.</summary>
    public long Step { get; init; }

    /// <summary>Bad steps skipped in all; they count as steps, but the optimizer never saw them.</summary>
    public long SkippedSteps { get; init; }

    /// <summary>Bad steps skipped of the epoch under way.</summary>
    public int SkippedInEpoch { get; init; }

    /// <summary>The sum of the batches' mean losses in the epoch under way.</summary>
    public double LossSum { get; init; }

    /// <summary>Seconds spent training in the epoch under way.</summary>
    public double TrainSeconds { get; init; }

    /// <summary>The epoch whose weights are kept, from 1; 0 before the first.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The figure that it was chosen by; null before the first.</summary>
    public double? BestValue { get; init; }
}
