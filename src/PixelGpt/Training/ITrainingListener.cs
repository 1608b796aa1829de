namespace PixelGpt.Training;

/// <summary>Hears what goes on in training: displays, logs and the run folder are listeners.</summary>
public interface ITrainingListener
{
    /// <summary>A step is done.</summary>
    void StepDone(in StepReport report);

    /// <summary>A bad step was left out, as the recipe says it should be.</summary>
    void StepSkipped(BadStep bad)
    {
    }

    /// <summary>An epoch is done and scored.</summary>
    /// <param name="metrics">Its figures.</param>
    /// <param name="isBest">Whether its weights are the best so far, by the recipe's choice.</param>
    void EpochDone(EpochMetrics metrics, bool isBest);
}

/// <summary>How far training has come.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Batch">Steps done of it.</param>
/// <param name="Batches">Steps an epoch.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="TokensPerSecond">The speed of the epoch so far, in predicted pixels a second.</param>
public readonly record struct StepReport(int Epoch, int Batch, int Batches, double Loss, double TokensPerSecond);
