using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Runs.Budget;

/// <summary>Measures the speed of training with real steps, evaluations and saves of a new model, which is discarded.</summary>
/// <param name="data">The data set.</param>
/// <param name="threads">Number of threads to use.</param>
/// <param name="cancellationToken">Cancellation token; checked once per step.</param>
internal sealed class SpeedMeasurement(SpriteDataset data, int threads, CancellationToken cancellationToken)
{
    /// <summary>Dev sprites to evaluate at most; the measured time is scaled up to the whole split.</summary>
    private const int MaxDevSprites = 32;

    /// <summary>Measures the speed of training a model.</summary>
    /// <param name="config">The configuration of the model.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="duration">Duration of the measured steps; there are at least three.</param>
    /// <param name="device">The device that trains; null for the processor.</param>
    /// <exception cref="FailureException">A training step was bad, or the temporary folder cannot be written to.</exception>
    public TrainingSpeed Measure(ModelConfig config, TrainingRecipe recipe, TimeSpan duration, ComputeDevice? device = null)
    {
        Transformer transformer = config.Build(palette: data.Palette);
        transformer.Parameters.Initialize(recipe.Seed);
        transformer.Pack();

        // Epochs neither end training nor are they scored, because the stopwatch ends it and the dev split is evaluated separately.
        TrainingRecipe endless = recipe with { Epochs = int.MaxValue, BestMetric = SelectionMetric.Loss, Patience = 0 };
        IReadOnlyList<Sprite> train = data[SpriteDataset.Train];
        using var trainer = new Trainer(transformer, train, endless, device, threads, extensions: null);
        double secondsPerSprite = SecondsPerSprite(trainer, train.Count, duration);
        double evaluation = SecondsPerEvaluation(new PixelModel(config, transformer, data.Palette), recipe.PromptFraction, device);
        return new TrainingSpeed(secondsPerSprite, train.Count, evaluation, SecondsPerSave(trainer));
    }

    private double SecondsPerSprite(Trainer trainer, int sprites, TimeSpan duration)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new StepWatch(sprites, trainer.Recipe.BatchSize, duration, stop);
        trainer.Run(() => null, watch, stop.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return watch.SecondsPerSprite;
    }

    private double SecondsPerEvaluation(PixelModel model, double promptFraction, ComputeDevice? device)
    {
        Sprite[] dev = data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? sprites) ? [.. sprites.Where(s => s.IsComplete)] : [];
        if (dev.Length == 0) return 0;
        Sprite[] measured = [.. dev.Take(MaxDevSprites)];
        using var evaluator = new SplitEvaluator(model, threads, group: null, device);
        return SecondsOfSecondCall(() => evaluator.Evaluate(SpriteDataset.Dev, measured, promptFraction, cancellationToken)) * dev.Length / measured.Length;
    }

    /// <summary>Measures a checkpoint and the weights of a best epoch.</summary>
    private static double SecondsPerSave(Trainer trainer)
    {
        ParameterSet parameters = trainer.Model.Parameters;
        var checkpoint = new Checkpoint(trainer, new FloatBuffer(parameters.Extent));
        var folder = new RunFolder(Directory.CreateTempSubdirectory("pixelgpt-").FullName);
        try
        {
            return SecondsOfSecondCall(() =>
            {
                checkpoint.Save(folder);
                ModelFolder.SaveWeights(parameters, parameters.Values, folder.Weights);
            });
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    /// <summary>Measures the second of two calls, because code is compiled during the first one.</summary>
    private static double SecondsOfSecondCall(Action action)
    {
        action();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
