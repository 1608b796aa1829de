using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Benchmarking;

/// <summary>
/// Measures a model on this machine: the machine's peak, training, completing one picture, completing many pictures, and
/// memory. Fractions of the peak refer to a peak that is measured in the same run.
/// </summary>
internal sealed class Benchmark
{
    /// <summary>Number of pictures in the batch.</summary>
    public const int BatchPictures = 80;

    private readonly ModelConfig _config;
    private readonly SpriteDataset _data;
    private readonly int _threads;
    private readonly Sprite[] _trainSprites;
    private readonly Sprite[] _completionSprites;
    private double _peak;
    private double _peakOneThread;

    /// <summary>Creates a benchmark.</summary>
    /// <param name="config">Configuration of the model, which is initialised with random weights.</param>
    /// <param name="data">Data set to train on. Its test split is completed, or its train split if the test split is empty.</param>
    /// <param name="threads">Number of threads for training and for the batch.</param>
    /// <exception cref="InputException">The train split is empty, or the sprites have mixed sizes.</exception>
    public Benchmark(ModelConfig config, SpriteDataset data, int threads)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(data);
        data.CheckOneSize("the benchmark");
        _config = config;
        _data = data;
        _threads = threads;
        _trainSprites = [.. data[SpriteDataset.Train]];
        if (_trainSprites.Length == 0) throw new InputException($"{data.Name}: the train split is empty; the benchmark needs sprites to train on");
        _completionSprites = data.Splits.TryGetValue(SpriteDataset.Test, out IReadOnlyList<Sprite>? test) && test.Count > 0 ? [.. test] : _trainSprites;
    }

    /// <summary>Runs the benchmark.</summary>
    /// <param name="quick">Whether to measure for a few seconds only: training is estimated from single steps, and fewer pictures are completed.</param>
    /// <param name="report">Called with a description of each measurement before it starts; may be null.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    /// <returns>The measured figures.</returns>
    /// <exception cref="OperationCanceledException">The benchmark was cancelled.</exception>
    public BenchmarkReport Run(bool quick, Action<string>? report = null, CancellationToken cancellationToken = default)
    {
        report ??= _ => { };
        long start = Stopwatch.GetTimestamp();
        TransformerDescription shape = _config.Description;
        var model = new PixelModel(_config, _config.Build(palette: _data.Palette), _data.Palette);
        model.Transformer.Parameters.Initialize(new Training.TrainingRecipe().Seed);
        model.Transformer.Pack();

        MeasurePeak(report);
        MeasurementSummary epoch = quick
            ? TrainingBenchmark.Steps(model.Transformer, _trainSprites, _threads, report, cancellationToken)
            : TrainingBenchmark.Epochs(model.Transformer, _trainSprites, _threads, report, cancellationToken);
        MeasurePeak(report);
        report("completing one picture on one thread");
        MeasurementSummary first = CompletionBenchmark.One(model, _completionSprites, firstPixelOnly: true, minCount: 5, minSeconds: quick ? 0.3 : 2, cancellationToken);
        MeasurementSummary one = CompletionBenchmark.One(model, _completionSprites, firstPixelOnly: false, minCount: quick ? 5 : 20, minSeconds: quick ? 0.5 : 5, cancellationToken);
        report($"completing {BatchPictures} pictures at once");
        MeasurementSummary batch = CompletionBenchmark.Batch(model, _completionSprites, BatchPictures, _threads, minCount: quick ? 2 : 7, minSeconds: quick ? 0 : 3, cancellationToken);
        MeasurePeak(report);

        int pixels = _data.Area, generated = pixels - SequenceViews.PromptLength(pixels, SequenceViews.DefaultPromptFraction);
        double training = _trainSprites.Length * UsefulOperations.Training(shape, pixels), completion = UsefulOperations.Completion(shape, pixels - generated, pixels);
        return new BenchmarkReport
        {
            Machine = Machine.Describe(),
            Threads = _threads,
            PeakGigaflops = _peak,
            PeakGigaflopsOneThread = _peakOneThread,
            Train = new TrainingFigures(epoch, quick, _trainSprites.Length, _trainSprites.Length * (pixels - 1) / epoch.Median, training, training / epoch.Median / (1e9 * _peak)),
            CompleteOne = new OnePictureFigures(one, first, generated, completion / (one.Median / 1000) / (1e9 * _peakOneThread)),
            CompleteBatch = new BatchFigures(BatchPictures, batch, BatchPictures * generated / batch.Median, BatchPictures * completion / batch.Median / (1e9 * _peak)),
            PeakMegabytes = Machine.PeakMegabytes(),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    /// <summary>Measures the peak and updates its maximum. The processor's clock changes over time, so the peak is measured several times.</summary>
    private void MeasurePeak(Action<string> report)
    {
        report("measuring the machine's peak");
        _peakOneThread = Math.Max(_peakOneThread, MachinePeak.MeasureGigaflops(1));
        _peak = Math.Max(_peak, _threads == 1 ? _peakOneThread : MachinePeak.MeasureGigaflops(_threads));
    }
}
