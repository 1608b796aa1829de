using System.Diagnostics;
using PixelGpt.Cli.Hosting;
using PixelGpt.Judging;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Shows the training of a judge: one line per stage and per epoch of the generator, and a bar in a terminal, else a progress line every few seconds.</summary>
internal sealed class JudgeTrainingDisplay : IJudgeListener
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask? _bar;
    private string _unit = "";
    private long _total = 1;
    private long _start = Stopwatch.GetTimestamp();
    private long _lastPlain = Stopwatch.GetTimestamp();

    private JudgeTrainingDisplay(IAnsiConsole console, ProgressTask? bar) => (_console, _bar) = (console, bar);

    /// <summary>Trains a judge and shows the progress.</summary>
    public static Judge Train(Session session, JudgeTraining training)
    {
        if (!session.IsLive) return training.Run(new JudgeTrainingDisplay(session.Progress, null), session.CancellationToken);
        return ProgressBars.RunDescribed(session, 1, bar => training.Run(new JudgeTrainingDisplay(session.Progress, bar), session.CancellationToken));
    }

    public void StageStarted(string what, string unit, long total)
    {
        _console.WriteLine(what);
        (_unit, _total, _start, _lastPlain) = (unit, total, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        if (_bar is null) return;
        _bar.MaxValue = total;
        _bar.Value = 0;
    }

    public void StageAdvanced(long done)
    {
        if (_bar is not null) _bar.Value = done;
        else if (Stopwatch.GetElapsedTime(_lastPlain) <= ProgressBars.PlainInterval) return;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start), left = elapsed * ((double)(_total - done) / Math.Max(1, done));
        string now = $"{done} of {_total} {_unit}  {done / Math.Max(1e-3, elapsed.TotalSeconds):0.0} {_unit}/s  {DisplayFormat.Duration(left)} left";
        if (_bar is not null)
        {
            _bar.Description = now;
            return;
        }

        _console.WriteLine("  " + now);
        _lastPlain = Stopwatch.GetTimestamp();
    }

    public void GeneratorEpochDone(int epoch, int epochs, double loss, double devLoss) =>
        _console.WriteLine($"  epoch {epoch}/{epochs}  loss {loss:0.0000}  dev loss {devLoss:0.0000} nats per pixel");

    public void JudgeTrained(string? without, double devArea) =>
        _console.WriteLine(without is null ? $"  all kinds: dev ROC AUC {devArea:0.000}" : $"  without '{without}': dev ROC AUC {devArea:0.000} on the other kinds");
}
