using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Judging;

/// <summary>
/// A transformer trained on augmented train sprites. The judge computes surprisal profiles with it, and its completions
/// after the first and after the last epochs are two kinds of negatives.
/// </summary>
internal sealed class JudgeGenerator
{
    private JudgeGenerator(PixelModel early, PixelModel late)
    {
        Early = early;
        Late = late;
    }

    /// <summary>The generator after <see cref="JudgeRecipe.EarlyEpoch"/>.</summary>
    public PixelModel Early { get; }

    /// <summary>The generator after the last epoch.</summary>
    public PixelModel Late { get; }

    /// <summary>Trains a generator.</summary>
    /// <param name="data">The model and its sprites.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="listener">Receives progress.</param>
    /// <param name="stop">Cancellation token; checked once per step.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static JudgeGenerator Train(GeneratorData data, JudgeRecipe recipe, int threads, IJudgeListener listener, CancellationToken stop)
    {
        Transformer model = data.Config.Build(palette: data.Palette), early = data.Config.Build(palette: data.Palette);
        model.Parameters.Initialize(recipe.Seed);
        model.Pack();
        int batches = (data.Train.Count + JudgeRecipe.GeneratorBatchSize - 1) / JudgeRecipe.GeneratorBatchSize;
        var training = new TrainingRecipe
        {
            Epochs = recipe.GeneratorEpochs,
            BatchSize = JudgeRecipe.GeneratorBatchSize,
            LearningRate = recipe.GeneratorLearningRate,
            LrSchedulerType = LearningRateScheduleType.Cosine,
            WarmupSteps = batches * recipe.GeneratorEpochs / 20,
            MaxGradNorm = 1,
            Seed = recipe.Seed,
        };
        using var trainer = new Trainer(model, data.Train, training, threads);
        using var likelihood = new Likelihood(model, threads);
        listener.StageStarted($"training the generator: {training.Epochs} epochs of {data.Train.Count} pictures", "pictures", (long)data.Train.Count * training.Epochs);
        var progress = new GeneratorListener(data.Train.Count, training, listener, epoch =>
        {
            if (epoch == recipe.EarlyEpoch) model.Parameters.Values.CopyTo(early.Parameters.Values);
            return likelihood.Surprisals(data.Dev).Average(pixels => pixels.Average());
        });
        if (!trainer.Run(() => null, progress, stop)) throw new OperationCanceledException(stop);
        early.Pack();
        return new JudgeGenerator(new PixelModel(data.Config, early, data.Palette), new PixelModel(data.Config, model, data.Palette));
    }

    private sealed class GeneratorListener(int sprites, TrainingRecipe recipe, IJudgeListener listener, Func<int, double> devLoss) : ITrainingListener
    {
        public void StepDone(in StepReport report) =>
            listener.StageAdvanced(((report.Epoch - 1L) * sprites) + Math.Min((long)report.Batch * recipe.BatchSize, sprites));

        public void EpochDone(EpochMetrics metrics, bool isBest) => listener.GeneratorEpochDone(metrics.Epoch, recipe.Epochs, metrics.Loss, devLoss(metrics.Epoch));
    }
}
