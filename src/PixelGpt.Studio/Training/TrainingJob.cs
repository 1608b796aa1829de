using PixelGpt.Runs;

namespace PixelGpt.Studio.Training;

/// <summary>A run that this studio trains, or did: from the moment it was asked for.</summary>
internal sealed class TrainingJob(string id, TrainingRun run) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private volatile string _state = "queued";
    private volatile string? _problem;
    private TrainingRun? _run = run;

    /// <summary>The run's name.</summary>
    public string Id => id;

    /// <summary>What is told of it.</summary>
    public RunFeed Feed { get; } = new();

    /// <summary>queued, training, stopped, done or failed.</summary>
    public string State => _state;

    /// <summary>What is wrong, if anything.</summary>
    public string? Problem => _problem;

    /// <summary>Whether it waits or trains.</summary>
    public bool IsLive => _state is "queued" or "training";

    /// <summary>Asks for an end after the step under way.</summary>
    public void Stop()
    {
        lock (_stop)
        {
            if (IsLive) _stop.Cancel();
        }
    }

    /// <summary>Trains, on the calling thread, until it is done, stopped or has failed.</summary>
    public void Run()
    {
        TrainingRun run = _run!;
        foreach (PixelGpt.Training.EpochMetrics epoch in run.Epochs) Feed.Add(epoch);
        Enter("training");
        string state;
        try
        {
            using var listener = new LiveListener(run, Feed, Trouble);
            state = run.Train(listener, _stop.Token) ? "done" : "stopped";
        }
        catch (Exception e)
        {
            // Whatever it is, it is this run's, and is told there.
            (_problem, state) = (e is PixelGptException ? e.Message : $"internal error: {e.Message} ({e.GetType().Name})", "failed");
        }

        End(state);
    }

    /// <summary>Gives up before it began; all is as it was left.</summary>
    public void Abandon() => End("stopped");

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
