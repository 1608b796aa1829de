using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Benchmarking;

/// <summary>Times training with the default recipe.</summary>
internal static class TrainingBenchmark
{
    private const int WarmUpSteps = 2;
    private const int MinSteps = 4;
    private const int MinEpochs = 3;
    private const double MinSecondsOfSteps = 1;
    private const double MinSecondsOfEpochs = 10;

    /// <summary>Measures the seconds per epoch by timing whole epochs, after one epoch as warm-up.</summary>
    public static MeasurementSummary Epochs(Transformer model, IReadOnlyList<Sprite> sprites, int threads, Action<string> report, CancellationToken cancellationToken)
    {
        var timing = new TimingListener(t => t.Epochs.Count > MinEpochs && t.Epochs.Skip(1).Sum() >= MinSecondsOfEpochs)
        {
            EpochStarts = epoch => report(epoch == 0 ? "training: warm-up epoch" : $"training: epoch {epoch}"),
        };
        Train(model, sprites, threads, timing, cancellationToken);
        return MeasurementSummary.Of(timing.Epochs.Skip(1));
    }

    /// <summary>Estimates the seconds per epoch from the time of single steps.</summary>
    public static MeasurementSummary Steps(Transformer model, IReadOnlyList<Sprite> sprites, int threads, Action<string> report, CancellationToken cancellationToken)
    {
        report("training: a few steps");
        var timing = new TimingListener(t => t.FullSteps.Count >= WarmUpSteps + MinSteps && t.Seconds >= MinSecondsOfSteps);
        int batch = Train(model, sprites, threads, timing, cancellationToken);
        return MeasurementSummary.Of(timing.FullSteps.Skip(WarmUpSteps)) * ((double)sprites.Count / batch);
    }

    /// <summary>Trains until there are enough measurements.</summary>
    /// <returns>Number of sprites in a full batch.</returns>
    private static int Train(Transformer model, IReadOnlyList<Sprite> sprites, int threads, TimingListener timing, CancellationToken cancellationToken)
    {
        var recipe = new TrainingRecipe { Epochs = int.MaxValue };
        int batch = Math.Min(recipe.BatchSize, sprites.Count);
        using var trainer = new Trainer(model, sprites, recipe, threads);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timing.Start(stop.Cancel, isLastBatchFull: sprites.Count % batch == 0);
        trainer.Run(() => null, timing, stop.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return batch;
    }

    /// <summary>Times steps and epochs, and stops the training when there are enough measurements.</summary>
    private sealed class TimingListener(Func<TimingListener, bool> isEnough) : ITrainingListener
    {
        private Action _stop = () => { };
        private bool _isLastBatchFull;
        private long _start;
        private long _stepStart;

        /// <summary>Called with the index of each epoch when it starts.</summary>
        public Action<int> EpochStarts { get; init; } = _ => { };

        /// <summary>Seconds of each epoch.</summary>
        public List<double> Epochs { get; } = [];

        /// <summary>Seconds of each step with a full batch.</summary>
        public List<double> FullSteps { get; } = [];

        public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

        public void Start(Action stop, bool isLastBatchFull)
        {
            _stop = stop;
            _isLastBatchFull = isLastBatchFull;
            EpochStarts(0);
            _start = _stepStart = Stopwatch.GetTimestamp();
        }

        public void StepDone(in StepReport report)
        {
            if (report.Batch < report.Batches || _isLastBatchFull) FullSteps.Add(Stopwatch.GetElapsedTime(_stepStart).TotalSeconds);
            if (isEnough(this)) _stop();
            _stepStart = Stopwatch.GetTimestamp();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            Epochs.Add(metrics.TrainSeconds);
            if (isEnough(this)) _stop();
            else EpochStarts(Epochs.Count);
            _stepStart = Stopwatch.GetTimestamp();
        }
    }
}
