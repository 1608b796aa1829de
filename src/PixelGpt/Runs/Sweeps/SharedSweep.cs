using PixelGpt.Data;
using PixelGpt.Processes;

namespace PixelGpt.Runs.Sweeps;

/// <summary>Runs a sweep in the processes of a group: a process that has finished a trial takes the next. The result is that of one process.</summary>
internal static class SharedSweep
{
    /// <summary>Runs a sweep. Called by the root, after <see cref="SweepStart.Send"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="data">The data set.</param>
    /// <param name="settings">How trials are run.</param>
    /// <param name="listener">Receives the events of all trials.</param>
    /// <param name="stop">Stops the trials of all processes after their current step.</param>
    /// <returns>Whether all trials have finished; false if they were stopped.</returns>
    /// <exception cref="InputException">A process has another version, other kernels or another data set, or a run folder has another run.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static bool Run(IProcessGroup group, Sweep sweep, SpriteDataset data, TrialSettings settings, ISweepListener listener, CancellationToken stop)
    {
        SharedStart.CheckSame(group, ("data set", data.Checksum()));
        bool isComplete = new TrialServer(group, sweep, settings.Jobs, listener).Run(settings.CreateRunner(sweep, sweep.Folder, sweep.Plan, data, listener), stop);
        return group.Any(isComplete);
    }

    /// <summary>Takes part in a sweep. Called by all processes but the root.</summary>
    /// <param name="group">The group.</param>
    /// <param name="start">The sweep.</param>
    /// <param name="data">The data set of the sweep.</param>
    /// <param name="settings">How trials are run.</param>
    /// <param name="stop">Stops the trials of all processes after their current step.</param>
    /// <returns>Whether all trials have finished; false if they were stopped.</returns>
    /// <exception cref="InputException">A process has another version, other kernels or another data set, or a run folder has another run.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static bool Work(IProcessGroup group, SweepStart start, SpriteDataset data, TrialSettings settings, CancellationToken stop)
    {
        SharedStart.CheckSame(group, ("data set", data.Checksum()));
        var trials = new RemoteTrials(group);
        trials.Run(settings.CreateRunner(trials, new SweepFolder(start.Folder), start.Plan, data, trials), stop);
        return group.Any(false);
    }
}
