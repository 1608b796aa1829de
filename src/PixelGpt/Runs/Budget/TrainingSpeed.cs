using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Runs.Budget;

/// <summary>The measured duration of training on this machine.</summary>
/// <param name="SecondsPerSprite">Seconds of training per sprite, in batches of the recipe's size.</param>
/// <param name="TrainSprites">The number of train sprites.</param>
/// <param name="EvaluationSeconds">Seconds of the evaluation of the dev split at the end of each epoch.</param>
internal sealed record TrainingSpeed(double SecondsPerSprite, int TrainSprites, double EvaluationSeconds)
{
    /// <summary>Dev sprites to evaluate at most; the measured time is scaled up to the whole split.</summary>
    private const int MaxDevSprites = 32;

    /// <summary>The part of the measurement that is not counted, because code is still being compiled.</summary>
    private const double WarmupFraction = 0.3;

    private const int MinSteps = 3;

    /// <summary>Seconds per epoch with the evaluation of the dev split.</summary>
    public double SecondsPerEpoch => (SecondsPerSprite * TrainSprites) + EvaluationSeconds;

    /// <summary>Measures the speed with real training steps of a new model, which is discarded.</summary>
    /// <param name="config">The configuration of the model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="threads">Number of threads to use.</param>
    /// <param name="duration">Duration of the measurement without the evaluation; at least three steps are measured.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per step.</param>
    /// <exception cref="FailureException">A training step was bad.</exception>
    public static TrainingSpeed Measure(ModelConfig config, SpriteDataset data, TrainingRecipe recipe, int threads, TimeSpan duration, CancellationToken cancellationToken)
    {
        Transformer transformer = config.Build(palette: data.Palette);
        transformer.Parameters.Initialize(recipe.Seed);
        transformer.Pack();
        IReadOnlyList<Sprite> train = data[SpriteDataset.Train];
        double secondsPerSprite = SecondsPerTrainedSprite(transformer, train, recipe, threads, duration, cancellationToken);
        return new TrainingSpeed(secondsPerSprite, train.Count, SecondsPerEvaluation(new PixelModel(config, transformer, data.Palette), data, recipe, threads, cancellationToken));
    }

    private static double SecondsPerTrainedSprite(Transformer model, IReadOnlyList<Sprite> train, TrainingRecipe recipe, int threads, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The trainer ends when the stopwatch says so, and the dev split is evaluated separately.
        using var trainer = new Trainer(model, train, recipe with { Epochs = int.MaxValue, BestMetric = SelectionMetric.Loss, Patience = 0 }, threads);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new StepWatch(train.Count, recipe.BatchSize, duration, stop);
        trainer.Run(() => null, watch, stop.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return watch.SecondsPerSprite;
    }

    private static double SecondsPerEvaluation(PixelModel model, SpriteDataset data, TrainingRecipe recipe, int threads, CancellationToken cancellationToken)
    {
        Sprite[] dev = data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? sprites) ? [.. sprites.Where(s => s.IsComplete)] : [];
        if (dev.Length == 0) return 0;
        Sprite[] measured = [.. dev.Take(MaxDevSprites)];
        using var evaluator = new SplitEvaluator(model, threads);

        // The first evaluation compiles the code.
        evaluator.Evaluate(SpriteDataset.Dev, measured[..1], recipe.PromptFraction, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        evaluator.Evaluate(SpriteDataset.Dev, measured, recipe.PromptFraction, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds * dev.Length / measured.Length;
    }

    /// <summary>Measures the duration of steps, and stops training when the measurement is long enough.</summary>
    private sealed class StepWatch(int trainSprites, int batchSize, TimeSpan duration, CancellationTokenSource stop) : ITrainingListener
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long? _countedFrom;
        private long _last;
        private int _steps;
        private int _sprites;

        public double SecondsPerSprite => Stopwatch.GetElapsedTime(_countedFrom!.Value, _last).TotalSeconds / _sprites;

        public void StepDone(in StepReport report)
        {
            _last = Stopwatch.GetTimestamp();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start, _last);
            if (_countedFrom is null)
            {
                if (elapsed >= duration * WarmupFraction) _countedFrom = _last;
                return;
            }

            _steps++;
            _sprites += Math.Min(batchSize, trainSprites - ((report.Batch - 1) * batchSize));
            if (elapsed >= duration && _steps >= MinSteps) stop.Cancel();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
