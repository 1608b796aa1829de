using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>Hears of a run on its own thread and tells the feed: steps a few times a second, epochs with dev sprites as the model now finishes them.</summary>
internal sealed class LiveListener : IRunListener, IDisposable
{
    /// <summary>Dev sprites that are shown.</summary>
    public const int Samples = 6;

    internal static readonly TimeSpan StepInterval = TimeSpan.FromMilliseconds(200);

    private readonly TrainingRun _run;
    private readonly RunFeed _feed;
    private readonly Action<string?> _trouble;
    private readonly PixelDecoder _decoder;
    private readonly TimeProvider _clock;
    private long? _lastStep;

    /// <param name="run">The run.</param>
    /// <param name="feed">Where it is told.</param>
    /// <param name="trouble">Told what is wrong while it cannot be saved, and null when that is over.</param>
    /// <param name="clock">The clock that limits how often steps are reported.</param>
    public LiveListener(TrainingRun run, RunFeed feed, Action<string?> trouble, TimeProvider clock)
    {
        (_run, _feed, _trouble, _clock) = (run, feed, trouble, clock);
        _decoder = new PixelDecoder(run.Model, 1);
    }

    public void StepDone(in StepReport report)
    {
        if (_lastStep is { } last && _clock.GetElapsedTime(last) < StepInterval) return;
        _lastStep = _clock.GetTimestamp();
        int epochs = _run.Record.Recipe.Epochs, left = ((epochs - report.Epoch) * report.Batches) + report.Batches - report.Batch;
        double pixelsABatch = (double)_run.Data[SpriteDataset.Train].Count * (_run.Data.Area - 1) / report.Batches;
        double? seconds = report.TokensPerSecond > 0 ? left * pixelsABatch / report.TokensPerSecond : null;
        _feed.Show(new RunStep(report.Epoch, report.Batch, report.Batches, report.Loss, report.TokensPerSecond, seconds));
    }

    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        _feed.Add(metrics);
        _feed.StateChanged();
        CompletionRequest[] requests = Prompts(_run.Data, _run.Record.Recipe.PromptFraction);
        if (requests.Length == 0) return;
        _feed.Show(new RunSamples(metrics.Epoch, _run.Data.Width, _run.Data.Height, requests[0].Prompt.Length, _decoder.Complete(requests, GenerationOptions.Greedy)));
    }

    public void SaveFailed(string message, TimeSpan retryAfter) => _trouble($"not saved: {message}; it is tried again in {retryAfter.TotalSeconds:0} s");

    public void SaveRecovered() => _trouble(null);

    public void Dispose() => _decoder.Dispose();

    /// <summary>The beginnings of the first dev sprites, as far as they are known.</summary>
    public static CompletionRequest[] Prompts(SpriteDataset data, double promptFraction) =>
        data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) ? [.. dev.Where(s => s.IsComplete).Take(Samples).Select((s, i) => CompletionRequest.Of(s, promptFraction, i))] : [];
}
