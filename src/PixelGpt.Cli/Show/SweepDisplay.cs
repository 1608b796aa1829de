using PixelGpt.Cli.Hosting;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PixelGpt.Cli.Show;

/// <summary>Shows a sweep: a table that is redrawn in a terminal, else one line per finished trial.</summary>
internal sealed class SweepDisplay : ISweepListener
{
    /// <summary>Lines of the terminal that the rows of the table leave free: for its head, the line below and the prompt.</summary>
    private const int FreeLines = 8;

    private const int MaxWarnings = 3;

    private const int MinWidth = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _console;
    private readonly IAnsiConsole _warnings;
    private readonly Sweep _sweep;
    private readonly SweepClock _clock;
    private readonly bool _isLive;
    private readonly Lock _lock = new();
    private readonly List<string> _warned = [];

    private SweepDisplay(Session session, Sweep sweep, int jobs)
    {
        _console = session.Progress;
        _warnings = session.Console;
        _sweep = sweep;
        _clock = new SweepClock(sweep, jobs);
        _isLive = session.IsLive;
    }

    /// <summary>Runs a sweep and shows its progress.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="jobs">Number of trials at once.</param>
    /// <param name="run">Runs the sweep.</param>
    public static bool Run(Session session, Sweep sweep, int jobs, Func<ISweepListener, bool> run)
    {
        var display = new SweepDisplay(session, sweep, jobs);
        if (!display._isLive) return run(display);
        try
        {
            return display.RunLive(run);
        }
        finally
        {
            foreach (string warning in display._warned) session.Console.WriteLine(warning);
        }
    }

    public void TrialStarted(SweepTask task) => _clock.Start(task);

    public void StepDone(SweepTask task, in StepReport report) => _clock.Step(task, report);

    public void Warned(SweepTask task, string message) => Warn($"{task.Trial.Name}: {message}");

    public void TrialFinished(SweepTask task, TrialResult result)
    {
        _clock.Stop(task);
        string name = $"{_sweep.Plan.Settings[task.Trial.Setting].Label} {task.Trial.Label}";
        if (result.Failure is { } failure) Warn($"{name} failed and is left out: {failure}");
        else if (!_isLive) Write(_console, $"{RungOf(task.Rung)}{name}: epoch {result.Epochs}, dev loss {DisplayFormat.Nats(result.DevLoss)}, {DisplayFormat.Duration(TimeSpan.FromSeconds(result.Seconds))}");
    }

    private string RungOf(int rung) => _sweep.Plan.Schedule.Rungs > 1 ? $"rung {rung + 1}/{_sweep.Plan.Schedule.Rungs}  " : "";

    private void Warn(string message)
    {
        if (!_isLive)
        {
            Write(_warnings, $"warning: {message}");
            return;
        }

        // Shown below the table while it is redrawn, and written when it is gone.
        lock (_lock) _warned.Add($"warning: {message}");
    }

    private void Write(IAnsiConsole console, string line)
    {
        // Several trials report at the same time.
        lock (_lock) console.WriteLine(line);
    }

    private bool RunLive(Func<ISweepListener, bool> run) => _console.Live(Draw()).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(context =>
    {
        Task<bool> work = Task.Factory.StartNew(() => run(this), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (Task.WaitAny([work], Interval) < 0) context.UpdateTarget(Draw());
        return work.GetAwaiter().GetResult();
    });

    private Rows Draw()
    {
        IReadOnlyList<SettingScore> scores = _sweep.Rank();
        HashSet<int> open = [.. _sweep.Open().Select(t => t.Trial.Setting)];
        string[] warned;
        lock (_lock) warned = [.. _warned.TakeLast(MaxWarnings)];
        int rows = Math.Max(1, _console.Profile.Height - FreeLines - warned.Length);
        IRenderable table = SweepTable.Create(_sweep.Plan, scores, rows, Epochs, s => open.Contains(s.Setting) ? Time(_clock.Left(s.Setting)) : "");
        int rung = _sweep.Rung;
        string position = _sweep.Plan.Schedule.Rungs > 1 ? $"rung {rung + 1} of {_sweep.Plan.Schedule.Rungs}, " : "";
        return new Rows([table, new Text($" {position}{Time(_clock.Left(null))} left; Ctrl+C stops and saves"), .. warned.Select(w => new Text($" {Excerpt.Of(w, Math.Max(MinWidth, _console.Profile.Width - 4))}"))]);
    }

    private string Epochs(SettingScore score)
    {
        int target = _sweep.Plan.Schedule.EpochsAfter(score.Rung, _sweep.Plan.Settings[score.Setting].Recipe.Epochs);
        return _clock.PositionOf(score.Setting) is { } position ? $"{position:0.0}/{target}" : $"{score.Epochs}/{target}";
    }

    private static string Time(TimeSpan? left) => left is { } time ? DisplayFormat.Duration(time) : "–:––";
}
