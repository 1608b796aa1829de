using System.Diagnostics;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Training;

namespace PixelGpt.Cli.Show;

/// <summary>Follows the running trials of a sweep, and estimates how long the rest takes from the speed so far. All members can be called from any thread.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="jobs">Number of trials at once.</param>
internal sealed class SweepClock(Sweep sweep, int jobs)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Running> _running = [];
    private readonly Dictionary<int, (double Epochs, TimeSpan Time)> _measured = [];

    /// <summary>Notes that a trial starts.</summary>
    public void Start(SweepTask task)
    {
        lock (_lock) _running[task.Trial.Index] = new Running(task, Stopwatch.GetTimestamp(), null, 0);
    }

    /// <summary>Notes the progress of a trial.</summary>
    public void Step(SweepTask task, in StepReport report)
    {
        double position = report.Epoch - 1 + ((double)report.Batch / report.Batches);
        lock (_lock)
        {
            // A resumed trial does not start at epoch 0.
            if (_running.TryGetValue(task.Trial.Index, out Running? running))
                _running[task.Trial.Index] = running with { First = running.First ?? position - (1.0 / report.Batches), Position = position };
        }
    }

    /// <summary>Notes that a trial has ended.</summary>
    public void Stop(SweepTask task)
    {
        lock (_lock)
        {
            if (!_running.Remove(task.Trial.Index, out Running? running) || running.First is not { } first) return;
            (double epochs, TimeSpan time) = _measured.GetValueOrDefault(task.Trial.Setting);
            _measured[task.Trial.Setting] = (epochs + running.Position - first, time + Stopwatch.GetElapsedTime(running.Start));
        }
    }

    /// <summary>Returns the position of a running trial in epochs; null if none of the setting is running.</summary>
    public double? PositionOf(int setting)
    {
        lock (_lock) return _running.Values.Where(r => r.Task.Trial.Setting == setting).Select(r => (double?)r.Position).Max();
    }

    /// <summary>Estimates the time that the current rung of a setting takes, or that the whole sweep takes.</summary>
    /// <param name="setting">The setting; null for the sweep.</param>
    /// <returns>The time; null if nothing was measured yet.</returns>
    public TimeSpan? Left(int? setting)
    {
        SweepTask[] open = [.. sweep.Open().Where(t => setting is null || t.Trial.Setting == setting)];
        long later = setting is null ? sweep.EpochsOfLaterRungs() : 0;
        lock (_lock)
        {
            double epochs = open.Sum(t => t.Epochs - (_running.TryGetValue(t.Trial.Index, out Running? r) && r.First is not null ? r.Position : sweep.ResultOf(t.Trial)?.Epochs ?? 0)) + later;
            if (epochs <= 0) return TimeSpan.Zero;
            (double done, TimeSpan time) = Measured(setting);
            if (done <= 0) (done, time) = Measured(null);
            int atOnce = Math.Min(jobs, Math.Max(1, setting is null ? jobs : open.Length));
            return done > 0 ? time * (epochs / done / atOnce) : null;
        }
    }

    private (double Epochs, TimeSpan Time) Measured(int? setting)
    {
        double epochs = 0;
        TimeSpan time = TimeSpan.Zero;
        foreach ((int measured, (double Epochs, TimeSpan Time) value) in _measured.Where(m => setting is null || m.Key == setting)) (epochs, time) = (epochs + value.Epochs, time + value.Time);
        foreach (Running running in _running.Values.Where(r => r.First is not null && (setting is null || r.Task.Trial.Setting == setting)))
            (epochs, time) = (epochs + running.Position - running.First!.Value, time + Stopwatch.GetElapsedTime(running.Start));
        return (epochs, time);
    }

    private sealed record Running(SweepTask Task, long Start, double? First, double Position);
}
