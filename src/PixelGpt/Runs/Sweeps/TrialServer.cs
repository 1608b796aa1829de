using PixelGpt.Processes;

namespace PixelGpt.Runs.Sweeps;

/// <summary>Gives the trials of a sweep to the processes of a group. The root, which has the sweep, runs trials too; the others use <see cref="RemoteTrials"/>.</summary>
/// <param name="group">The group, of which this process is the root.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="jobs">Number of trials that each process runs at once.</param>
/// <param name="listener">Receives the events of all trials.</param>
internal sealed class TrialServer(IProcessGroup group, Sweep sweep, int jobs, ISweepListener listener)
{
    private readonly HashSet<SweepTask>[] _given = [.. Enumerable.Range(0, group.Size).Select(_ => new HashSet<SweepTask>())];
    private int _others = group.Size - 1;
    private bool _hasEnded;

    /// <summary>Runs the sweep in all processes.</summary>
    /// <param name="runner">Runs trials in this process.</param>
    /// <param name="stop">Stops the trials of all processes after their current step.</param>
    /// <returns>Whether all trials have finished; false if they were stopped.</returns>
    /// <exception cref="PixelGptException">A trial of this process could not be run, or a result could not be saved. The other trials are stopped and saved.</exception>
    public bool Run(SweepRunner runner, CancellationToken stop)
    {
        using var own = new BackgroundRunner(runner, listener, stop);
        while (!own.IsDone || _others > 0)
        {
            for (int rank = 1; rank < group.Size; rank++)
            {
                while (SweepMessage.TryReceive(group, rank) is { } message) Handle(rank, message, own);
                if (!_hasEnded && !own.IsStopping && _given[rank].Count < jobs && sweep.Take() is { } task) Give(rank, task);
            }

            if (!_hasEnded && (own.IsDone || own.IsStopping)) End();
            own.Rest();
        }

        _ = own.Result();
        return sweep.IsComplete;
    }

    private void Give(int rank, SweepTask task)
    {
        _given[rank].Add(task);
        new SweepMessage { Task = task }.Send(group, rank);
        listener.TrialStarted(task);
    }

    private void Handle(int rank, SweepMessage message, BackgroundRunner own)
    {
        if (message.Task is not { } task)
        {
            Leave(rank, own);
            return;
        }

        if (message.Step is { } step) listener.StepDone(task, step);
        if (message.Warning is { } warning) listener.Warned(task, warning);
        if (message.Result is not { } result) return;
        _given[rank].Remove(task);
        sweep.Report(task, result);
        listener.TrialFinished(task, result);
    }

    /// <summary>Notes that a process runs no more trials. If the sweep has not ended, the process was asked to stop, and so all do.</summary>
    private void Leave(int rank, BackgroundRunner own)
    {
        own.Stop();
        foreach (SweepTask task in _given[rank]) sweep.Release(task);
        _others--;
    }

    private void End()
    {
        _hasEnded = true;
        for (int rank = 1; rank < group.Size; rank++) SweepMessage.Last.Send(group, rank);
    }
}
