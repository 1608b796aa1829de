using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>Forwards the progress of a run to its feed: steps at most five times per second, and epochs with completed dev sprites.</summary>
internal sealed class RunProgressListener : IRunListener, IDisposable
{
    /// <summary>The minimum time between two step events.</summary>
    internal static readonly TimeSpan StepInterval = TimeSpan.FromMilliseconds(200);

    private readonly TrainingRun _run;
    private readonly RunFeed _feed;
    private readonly Action<string?> _setProblem;
    private readonly Action _epochDone;
    private readonly PixelDecoder _decoder;
    private readonly GenerationOptions _generation;
    private readonly TimeProvider _clock;
    private readonly double _tokensPerEpoch;
    private long? _lastStep;

    /// <summary>Creates a listener for a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="feed">The feed to report to.</param>
    /// <param name="setProblem">Called with the reason when the run cannot be saved, and with null when it can be saved again.</param>
    /// <param name="epochDone">Called after each epoch.</param>
    /// <param name="clock">The clock for the interval of step events.</param>
    public RunProgressListener(TrainingRun run, RunFeed feed, Action<string?> setProblem, Action epochDone, TimeProvider clock)
    {
        (_run, _feed, _setProblem, _epochDone, _clock) = (run, feed, setProblem, epochDone, clock);
        _tokensPerEpoch = run.Data[SpriteDataset.Train].Sum(s => s.Pixels.Length - 1.0);
        _generation = GenerationConfigFile.Load(run.Folder);
        _decoder = new PixelDecoder(run.Model, 1);
    }

    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
        if (_lastStep is { } last && _clock.GetElapsedTime(last) < StepInterval) return;
        _lastStep = _clock.GetTimestamp();
        int epochs = _run.Record.Recipe.Epochs, batchesLeft = ((epochs - report.Epoch) * report.Batches) + report.Batches - report.Batch;
        double tokensPerBatch = _tokensPerEpoch / report.Batches;
        double? secondsLeft = report.TokensPerSecond > 0 ? batchesLeft * tokensPerBatch / report.TokensPerSecond : null;
        _feed.Report(new RunStepEvent(report.Epoch, report.Batch, report.Batches, report.Loss, report.TokensPerSecond, secondsLeft));
    }

    /// <inheritdoc/>
    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        _feed.Report(metrics);
        _feed.ReportState();
        _epochDone();
        CompletionRequest[] requests = PreviewPrompts.Of(PreviewPrompts.Pictures(_run.Data), _run.Record.Recipe.PromptFraction);
        if (requests.Length == 0) return;
        _feed.Report(Samples(metrics.Epoch, requests, _decoder.Complete(requests, _generation)));
    }

    /// <inheritdoc/>
    public void SaveFailed(string message, TimeSpan retryAfter) => _setProblem($"could not save the run: {message}; the next attempt is in {retryAfter.TotalSeconds:0} s");

    /// <inheritdoc/>
    public void SaveRecovered() => _setProblem(null);

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    /// <summary>Creates the event of completed sprites.</summary>
    /// <param name="epoch">The epoch of the weights.</param>
    /// <param name="requests">The prompts, as returned by <see cref="PreviewPrompts.Of"/>.</param>
    /// <param name="pixels">The completed sprites.</param>
    public static RunSamplesEvent Samples(int epoch, CompletionRequest[] requests, IReadOnlyList<int[]> pixels) =>
        new(epoch, requests[0].Width, requests[0].Length / requests[0].Width, requests[0].Prompt.Length, pixels);
}
