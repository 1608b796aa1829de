using PixelGpt.Runs;

namespace PixelGpt.Studio.Training;

/// <summary>A run that this studio trains, or did: from the moment it was asked for.</summary>
internal sealed class TrainingJob(string id, TrainingRun run, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private volatile string _state = "queued";
    private volatile string? _problem;
    private TrainingRun? _run = run;

    /// <summary>The run's name.</summary>
    public string Id => id;

    /// <summary>What is told of it.</summary>
    public RunFeed Feed { get; } = new(run.Epochs);

    /// <summary>queued, training, stopped, done or failed.</summary>
    public string State => _state;

    /// <summary>What is wrong, if anything.</summary>
    public string? Problem => _problem;

    /// <summary>Whether it waits or trains.</summary>
    public bool IsLive => _state is "queued" or "training";

    /// <summary>Asks for an end after the step under way. What only waits ends at once: it must not keep its place, or its memory, until its turn.</summary>
    public void Stop()
    {
        lock (_stop)
        {
            if (_state == "queued") End("stopped");
            else if (IsLive) _stop.Cancel();
        }
    }

    /// <summary>Trains, on the calling thread, until it is done, stopped or has failed; not at all if it was stopped while it waited.</summary>
    public void Run()
    {
        TrainingRun run;
        lock (_stop)
        {
            if (!IsLive) return;
            run = _run!;
            Enter("training");
        }

        string state;
        try
        {
            using var listener = new LiveListener(run, Feed, Trouble, clock);
            state = run.Train(listener, _stop.Token) ? "done" : "stopped";
        }
        catch (Exception e)
        {
            // Whatever it is, it is this run's, and is told there.
            (_problem, state) = (e is PixelGptException ? e.Message : $"internal error: {e.Message} ({e.GetType().Name})", "failed");
        }

        End(state);
    }

    public void Dispose()
    {
        lock (_stop) _stop.Dispose();
    }

    private void Trouble(string? problem)
    {
        _problem = problem;
        Feed.StateChanged();
    }

    /// <summary>Lets go of the folder, and of the memory: what happened stays known.</summary>
    private void End(string state)
    {
        _run!.Dispose();
        _run = null;
        Enter(state);
    }

    private void Enter(string state)
    {
        lock (_stop) _state = state;
        Feed.StateChanged(isOver: !IsLive);
    }
}
