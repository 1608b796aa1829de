using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Judging;

/// <summary>
/// A generator trained for a few epochs on the train split: its completions, early and late, are what a judge must tell
/// from real sprites, and its weights are where the judge begins.
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
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static JudgeGenerator Train(ModelConfig config, SpriteDataset data, IReadOnlyList<Sprite> sprites, JudgeRecipe recipe, int threads, JudgeProgress progress, CancellationToken stop)
    {
        Transformer model = config.Build(), early = config.Build();
        model.Parameters.Initialize(recipe.Seed);
        model.Pack();
        var training = new TrainingRecipe { Epochs = recipe.GeneratorEpochs, Seed = recipe.Seed };
        using var trainer = new Trainer(model, sprites, training, threads);
        var listener = new Listener(trainer, sprites.Count, progress, recipe.EarlyEpoch, () => model.Parameters.Values.CopyTo(early.Parameters.Values));
        if (!trainer.Run(() => null, listener, stop)) throw new OperationCanceledException(stop);
        early.Pack();
        return new JudgeGenerator(new PixelModel(config, early, data.Palette), new PixelModel(config, model, data.Palette));
    }

    private sealed class Listener(Trainer trainer, int sprites, JudgeProgress progress, int earlyEpoch, Action keepEarly) : ITrainingListener
    {
        public void StepDone(in StepReport report)
        {
            int size = trainer.Recipe.BatchSize, pictures = Math.Min(size, sprites - ((report.Batch - 1) * size));
            progress.Step(pictures, report.Loss, report.TokensPerSecond / (trainer.Model.Description.MaxPositions - 1));
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            if (metrics.Epoch == earlyEpoch) keepEarly();
        }
    }
}
