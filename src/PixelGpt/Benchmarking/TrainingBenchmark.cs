using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Benchmarking;

/// <summary>Times the training of a model by the default recipe.</summary>
internal static class TrainingBenchmark
{
    private const int WarmUpSteps = 2;
    private const int LeastSteps = 4;
    private const int LeastEpochs = 3;
    private const double LeastSecondsOfSteps = 1;
    private const double LeastSecondsOfEpochs = 10;

    /// <summary>Seconds of whole epochs, after one that warms up.</summary>
    public static MeasurementSummary Epochs(Transformer model, IReadOnlyList<Sprite> sprites, int threads, Action<string> tell, CancellationToken cancellationToken)
    {
        var watch = new Watch(w => w.Epochs.Count > LeastEpochs && w.Epochs.Skip(1).Sum() >= LeastSecondsOfEpochs)
        {
            EpochBegins = epoch => tell(epoch == 0 ? "training: an epoch to warm up" : $"training: epoch {epoch}"),
        };
        Train(model, sprites, threads, watch, cancellationToken);
        return MeasurementSummary.Of(watch.Epochs.Skip(1));
    }

    /// <summary>Seconds of an epoch as some steps foretell them.</summary>
    public static MeasurementSummary Steps(Transformer model, IReadOnlyList<Sprite> sprites, int threads, Action<string> tell, CancellationToken cancellationToken)
    {
        tell("training: a few steps");
        var watch = new Watch(w => w.FullSteps.Count >= WarmUpSteps + LeastSteps && w.Seconds >= LeastSecondsOfSteps);
        int batch = Train(model, sprites, threads, watch, cancellationToken);
        return MeasurementSummary.Of(watch.FullSteps.Skip(WarmUpSteps)) * ((double)sprites.Count / batch);
    }

    /// <summary>Trains until the watch has seen enough.</summary>
    /// <returns>Sprites a full step.</returns>
    private static int Train(Transformer model, IReadOnlyList<Sprite> sprites, int threads, Watch watch, CancellationToken cancellationToken)
    {
        var recipe = new TrainingRecipe { Epochs = int.MaxValue };
        int batch = Math.Min(recipe.BatchSize, sprites.Count);
        using var trainer = new Trainer(model, sprites, recipe, threads);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.Start(enough.Cancel, isLastFull: sprites.Count % batch == 0);
        trainer.Run(() => null, watch, enough.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return batch;
    }

    /// <summary>Notes how long steps and epochs take, until it has seen enough.</summary>
    private sealed class Watch(Func<Watch, bool> isEnough) : ITrainingListener
    {
        private Action _stop = () => { };
        private bool _isLastFull;
        private long _began;
        private long _stepBegan;

        public Action<int> EpochBegins { get; init; } = _ => { };

        public List<double> Epochs { get; } = [];

        /// <summary>Steps over whole batches.</summary>
        public List<double> FullSteps { get; } = [];

        public double Seconds => Stopwatch.GetElapsedTime(_began).TotalSeconds;

        public void Start(Action stop, bool isLastFull)
        {
            _stop = stop;
            _isLastFull = isLastFull;
            EpochBegins(0);
            _began = _stepBegan = Stopwatch.GetTimestamp();
        }

        public void StepDone(in StepReport report)
        {
            if (report.Batch < report.Batches || _isLastFull) FullSteps.Add(Stopwatch.GetElapsedTime(_stepBegan).TotalSeconds);
            if (isEnough(this)) _stop();
            _stepBegan = Stopwatch.GetTimestamp();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            Epochs.Add(metrics.TrainSeconds);
            if (isEnough(this)) _stop();
            else EpochBegins(Epochs.Count);
            _stepBegan = Stopwatch.GetTimestamp();
        }
    }
}
