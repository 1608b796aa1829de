using System.Diagnostics;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Shows the training of a model: one line per epoch, and a bar in a terminal, else a progress line every few seconds.</summary>
internal sealed class TrainingDisplay : IRunListener
{
    private readonly IAnsiConsole _console;
    private readonly IAnsiConsole _warnings;
    private readonly int _epochs;
    private readonly int _batches;
    private readonly int _firstStep;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ProgressTask? _bar;
    private long _lastPlain = Stopwatch.GetTimestamp();

    private TrainingDisplay(Session session, TrainingRun run, ProgressTask? bar)
    {
        _console = session.Progress;
        _warnings = session.Console;
        _epochs = run.Record.Recipe.Epochs;
        _batches = run.BatchesPerEpoch;
        _firstStep = StepOf(run.State.Epoch + 1, run.State.BatchInEpoch);
        _bar = bar;
    }

    /// <summary>Trains and shows the progress.</summary>
    /// <returns>Whether training is complete: all epochs are done, or training has stopped early.</returns>
    public static bool Train(Session session, TrainingRun run)
    {
        session.Progress.WriteLine("  epoch     loss   dev loss   accuracy   train s   pixels/s");
        if (!session.IsLive) return run.Train(new TrainingDisplay(session, run, null), session.CancellationToken);
        return ProgressBars.RunDescribed(session, (double)run.Record.Recipe.Epochs * run.BatchesPerEpoch, bar => run.Train(new TrainingDisplay(session, run, bar), session.CancellationToken));
    }

    public void StepDone(in StepReport report)
    {
        int step = StepOf(report.Epoch, report.Batch);
        TimeSpan left = Stopwatch.GetElapsedTime(_start) * ((double)((_epochs * _batches) - step) / Math.Max(1, step - _firstStep));
        string now = $"epoch {report.Epoch}/{_epochs}  loss {report.Loss:0.0000}  {DisplayFormat.Count(report.TokensPerSecond)} pixels/s  {DisplayFormat.Duration(left)} left";
        if (_bar is not null)
        {
            _bar.Description = now;
            _bar.Value = step;
        }
        else if (Stopwatch.GetElapsedTime(_lastPlain) > ProgressBars.PlainInterval)
        {
            _console.WriteLine(now);
            _lastPlain = Stopwatch.GetTimestamp();
        }
    }

    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        _console.WriteLine(
            $"{metrics.Epoch,4}/{_epochs,-4} {metrics.Loss,7:0.0000}   {DisplayFormat.Nats(metrics.DevLoss),8}   {DisplayFormat.Percent(metrics.Accuracy),8}   {metrics.TrainSeconds,7:0.00}   {DisplayFormat.Count(metrics.TokensPerSecond),8}");
        _lastPlain = Stopwatch.GetTimestamp();
    }

    public void StepSkipped(BadStep bad) => Warn($"{bad}; the step is skipped");

    public void SaveFailed(string message, TimeSpan retryAfter) => Warn($"{message}; training continues, and saving is retried in {retryAfter.TotalSeconds:0} s");

    public void LogFailed(string message) => Warn($"{message}; training continues, and they are written after the next epoch");

    public void SaveRecovered() => _console.WriteLine("saved successfully");

    private void Warn(string message) => _warnings.WriteLine($"warning: {message}");

    private int StepOf(int epoch, int batch) => ((epoch - 1) * _batches) + batch;
}
