using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Training;

/// <summary>A run in the training queue: waiting, in training or ended.</summary>
/// <param name="id">The run's id.</param>
/// <param name="run">The run.</param>
/// <param name="size">The limit of the run's folder.</param>
/// <param name="clock">The clock for the interval of step events.</param>
/// <param name="describe">Words a failure for clients.</param>
internal sealed class TrainingJob(string id, TrainingRun run, RunSize size, TimeProvider clock, Func<Exception, string> describe) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private volatile RunState _state = RunState.Queued;
    private volatile string? _problem;
    private TrainingRun? _run = run;

    /// <summary>The run's id.</summary>
    public string Id => id;

    /// <summary>The data set, as the run names it.</summary>
    public string DataSource { get; } = run.Record.Data.Source;

    /// <summary>The events for followers of the run.</summary>
    public RunFeed Feed { get; } = new(run.Epochs);

    /// <summary>The state of the run.</summary>
    public RunState State => _state;

    /// <summary>Why the run failed or cannot be saved at the moment; null if there is no problem.</summary>
    public string? Problem => _problem;

    /// <summary>Whether the run waits or is being trained.</summary>
    public bool IsLive => _state is RunState.Queued or RunState.Training;

    /// <summary>The place of the run in the order in which runs are trained.</summary>
    public long Number { get; init; }

    /// <summary>Whether a client has stopped the run, which ends after the current step.</summary>
    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Stops the run after the current step. A waiting run ends at once, which frees its place in the queue and its memory.</summary>
    public void Stop()
    {
        lock (_stop)
        {
            if (_state == RunState.Queued) End(RunState.Stopped);
            else if (IsLive) _stop.Cancel();
        }
    }

    /// <summary>Trains on the calling thread until the run is done, stopped or failed. Does nothing if the run was stopped while it waited.</summary>
    public void Run()
    {
        TrainingRun run;
        lock (_stop)
        {
            if (!IsLive) return;
            run = _run!;
            SetState(RunState.Training);
        }

        RunState state;
        try
        {
            using var listener = new RunProgressListener(run, Feed, SetProblem, () => CheckSize(run), clock);
            state = run.Train(listener, _stop.Token) ? RunState.Done : RunState.Stopped;
        }
        catch (Exception e)
        {
            // Any exception ends this run only; the queue continues with the next one.
            (_problem, state) = (describe(e), RunState.Failed);
        }

        End(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_stop) _stop.Dispose();
    }

    /// <summary>Stops a run that has become too large.</summary>
    private void CheckSize(TrainingRun run)
    {
        if (size.ProblemOf(run.Folder) is not { } problem) return;
        SetProblem(problem);
        Stop();
    }

    private void SetProblem(string? problem)
    {
        _problem = problem;
        Feed.ReportState();
    }

    /// <summary>Releases the run's folder and memory; state and events remain available.</summary>
    private void End(RunState state)
    {
        _run!.Dispose();
        _run = null;
        SetState(state);
    }

    private void SetState(RunState state)
    {
        lock (_stop) _state = state;
        Feed.ReportState(isOver: !IsLive);
    }
}
