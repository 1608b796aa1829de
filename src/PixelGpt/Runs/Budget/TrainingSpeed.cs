namespace PixelGpt.Runs.Budget;

/// <summary>The measured duration of training on this machine.</summary>
/// <param name="SecondsPerSprite">Seconds of training per sprite, in batches of the recipe's size.</param>
/// <param name="TrainSprites">The number of train sprites.</param>
/// <param name="EvaluationSeconds">Seconds of the evaluation of the dev split, at the end of each epoch.</param>
/// <param name="SaveSeconds">Seconds of saving the run, at the end of each epoch.</param>
internal sealed record TrainingSpeed(double SecondsPerSprite, int TrainSprites, double EvaluationSeconds, double SaveSeconds)
{
    /// <summary>Seconds per epoch, with everything that happens at its end.</summary>
    public double SecondsPerEpoch => (SecondsPerSprite * TrainSprites) + EvaluationSeconds + SaveSeconds;
}
