using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Judging;

/// <summary>
/// A transformer that learns to draw the train split, its sprites as they are and mirrored and shifted. The judge reads
/// pictures with it, and its completions, early and late, are among what the judge must tell from real sprites.
/// </summary>
internal sealed class JudgeGenerator
{
    private JudgeGenerator(PixelModel early, PixelModel late)
    {
        Early = early;
        Late = late;
    }

    /// <summary>The generator that has hardly learned to draw.</summary>
    public PixelModel Early { get; }

    /// <summary>The generator at the end of its training.</summary>
    public PixelModel Late { get; }

    /// <summary>Trains it.</summary>
    /// <param name="config">What it is.</param>
    /// <param name="palette">The colours of the sprites.</param>
    /// <param name="sprites">What it learns to draw.</param>
    /// <param name="dev">What it is scored on after each pass.</param>
    /// <param name="recipe">How.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="listener">Hears of it.</param>
    /// <param name="stop">Asks for an end.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static JudgeGenerator Train(
        ModelConfig config, Palette palette, IReadOnlyList<Sprite> sprites, IReadOnlyList<Sprite> dev, JudgeRecipe recipe, int threads, IJudgeListener listener, CancellationToken stop)
    {
        Transformer model = config.Build(), early = config.Build();
        model.Parameters.Initialize(recipe.Seed);
        model.Pack();
        int batches = (sprites.Count + JudgeRecipe.GeneratorBatchSize - 1) / JudgeRecipe.GeneratorBatchSize;
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
        using var trainer = new Trainer(model, sprites, training, threads);
        using var likelihood = new Likelihood(model, threads);
        listener.StageBegun($"a generator learns to draw, in {training.Epochs} passes over {sprites.Count} pictures", "pictures", (long)sprites.Count * training.Epochs);
        var progress = new Progress(sprites.Count, training, listener, epoch =>
        {
            if (epoch == recipe.EarlyEpoch) model.Parameters.Values.CopyTo(early.Parameters.Values);
            return likelihood.Surprisals(dev).Average(pixels => pixels.Average());
        });
        if (!trainer.Run(() => null, progress, stop)) throw new OperationCanceledException(stop);
        early.Pack();
        return new JudgeGenerator(new PixelModel(config, early, palette), new PixelModel(config, model, palette));
    }

    private sealed class Progress(int sprites, TrainingRecipe recipe, IJudgeListener listener, Func<int, double> score) : ITrainingListener
    {
        public void StepDone(in StepReport report) =>
            listener.Advanced(((report.Epoch - 1L) * sprites) + Math.Min((long)report.Batch * recipe.BatchSize, sprites));

        public void EpochDone(EpochMetrics metrics, bool isBest) => listener.GeneratorLearned(metrics.Epoch, recipe.Epochs, metrics.Loss, score(metrics.Epoch));
    }
}
