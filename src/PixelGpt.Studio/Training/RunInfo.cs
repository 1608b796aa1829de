using PixelGpt.Studio.Contracts;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>A run in the models folder.</summary>
internal sealed record RunInfo
{
    /// <summary>The name of the run's folder.</summary>
    public required string Id { get; init; }

    /// <summary>The state of the run.</summary>
    public required RunState State { get; init; }

    /// <summary>Why the run failed or cannot be saved at the moment; null if there is no problem.</summary>
    public string? Problem { get; init; }

    /// <summary>The metrics of each completed epoch.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; init; } = [];

    /// <summary>The hyperparameters; null if the run's files cannot be read.</summary>
    public TrainingRecipe? Recipe { get; init; }

    /// <summary>The model's family; null if the run's files cannot be read.</summary>
    public string? ModelType { get; init; }

    /// <summary>The name of the data set; null if the run's files cannot be read.</summary>
    public string? Dataset { get; init; }

    /// <summary>The dev loss of a guess by colour frequencies; null if it is not known.</summary>
    public double? FrequencyNll { get; init; }

    /// <summary>The name of the model whose weights the run started from; null for random weights.</summary>
    public string? From { get; init; }

    /// <summary>The number of training sprites.</summary>
    public int? SpriteCount { get; init; }

    /// <summary>The evaluation that this studio started last; null if there is none.</summary>
    public EvaluationBody? Evaluation { get; init; }

    /// <summary>Whether the run has an evaluation report.</summary>
    public bool HasReport { get; init; }

    /// <summary>The epoch whose weights the run's model has; null before the first epoch is complete.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Whether training stopped before the last epoch, because the best metric did not improve any more.</summary>
    public bool HasStoppedEarly { get; init; }

    /// <summary>Whether epochs can be added to the run, which is done.</summary>
    public bool CanExtend => State == RunState.Done && Recipe is { LrSchedulerType: LearningRateScheduleType.Constant } && !HasStoppedEarly;

    /// <summary>Whether the run can be resumed.</summary>
    public bool CanResume => Recipe is not null && (State is RunState.Stopped or RunState.Failed || CanExtend);
}
