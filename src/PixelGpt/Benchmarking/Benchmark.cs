using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Benchmarking;

/// <summary>
/// Measures a model on this machine from end to end: the peak, training, one picture, many pictures, memory. All shares
/// are of a peak measured in the same minutes.
/// </summary>
public sealed class Benchmark
{
    /// <summary>How many pictures the batch has.</summary>
    public const int BatchPictures = 80;

    private readonly ModelConfig _config;
    private readonly SpriteDataset _data;
    private readonly int _threads;
    private readonly Sprite[] _train;
    private readonly Sprite[] _finish;
    private double _peak;
    private double _peakOneThread;

    /// <summary>Makes a benchmark.</summary>
    /// <param name="config">The model; its weights are drawn anew.</param>
    /// <param name="data">Whole sprites to train on, and a test split to finish (else those it trains on).</param>
    /// <param name="threads">Threads of training and of the batch.</param>
    /// <exception cref="InputException">There are no whole sprites to train on.</exception>
    public Benchmark(ModelConfig config, SpriteDataset data, int threads)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(data);
        _config = config;
        _data = data;
        _threads = threads;
        _train = [.. data[SpriteDataset.Train]];
        if (_train.Length == 0) throw new InputException($"{data.Name}: the train split is empty, so there is nothing to measure training with");
        _finish = data.Splits.TryGetValue(SpriteDataset.Test, out IReadOnlyList<Sprite>? test) && test.Count > 0 ? [.. test] : _train;
    }

    /// <summary>Measures everything.</summary>
    /// <param name="quick">Whether a few seconds must do: training is told from single steps, and completions are fewer.</param>
    /// <param name="tell">Told what is being measured; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public BenchmarkReport Run(bool quick, Action<string>? tell = null, CancellationToken cancellationToken = default)
    {
        tell ??= _ => { };
        long began = Stopwatch.GetTimestamp();
        TransformerDescription shape = _config.Description;
        var model = new PixelModel(_config, _config.Build(), _data.Palette);
        model.Transformer.Parameters.Initialize(new Training.TrainingRecipe().Seed);
        model.Transformer.Pack();

        MeasurePeak(tell);
        MeasurementSummary epoch = quick
            ? TrainingBenchmark.Steps(model.Transformer, _train, _threads, tell, cancellationToken)
            : TrainingBenchmark.Epochs(model.Transformer, _train, _threads, tell, cancellationToken);
        MeasurePeak(tell);
        tell("finishing one picture on one thread");
        MeasurementSummary first = CompletionBenchmark.One(model, _finish, onlyFirst: true, least: 5, seconds: quick ? 0.3 : 2, cancellationToken);
        MeasurementSummary one = CompletionBenchmark.One(model, _finish, onlyFirst: false, least: quick ? 5 : 20, seconds: quick ? 0.5 : 5, cancellationToken);
        tell($"finishing {BatchPictures} pictures at once");
        MeasurementSummary batch = CompletionBenchmark.Batch(model, _finish, BatchPictures, _threads, least: quick ? 2 : 7, seconds: quick ? 0 : 3, cancellationToken);
        MeasurePeak(tell);

        int pixels = _data.Area, drawn = pixels - SequenceViews.PromptLength(pixels, SequenceViews.DefaultPromptFraction);
        double training = _train.Length * UsefulOperations.Training(shape, pixels), completion = UsefulOperations.Completion(shape, pixels - drawn, pixels);
        return new BenchmarkReport
        {
            Machine = Machine.Describe(),
            Threads = _threads,
            PeakGigaflops = _peak,
            PeakGigaflopsOneThread = _peakOneThread,
            Train = new TrainingFigures(epoch, quick, _train.Length, _train.Length * (pixels - 1) / epoch.Median, training, training / epoch.Median / (1e9 * _peak)),
            CompleteOne = new OnePictureFigures(one, first, drawn, completion / (one.Median / 1000) / (1e9 * _peakOneThread)),
            CompleteBatch = new BatchFigures(BatchPictures, batch, BatchPictures * drawn / batch.Median, BatchPictures * completion / batch.Median / (1e9 * _peak)),
            PeakMegabytes = Machine.PeakMegabytes(),
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
        };
    }

    /// <summary>The clock of a processor drifts, so the peak is looked at again and again; the best counts for all shares.</summary>
    private void MeasurePeak(Action<string> tell)
    {
        tell("the machine's peak");
        _peakOneThread = Math.Max(_peakOneThread, MachinePeak.MeasureGigaflops(1));
        _peak = Math.Max(_peak, _threads == 1 ? _peakOneThread : MachinePeak.MeasureGigaflops(_threads));
    }
}
