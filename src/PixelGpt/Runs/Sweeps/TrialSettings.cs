using PixelGpt.Data;

namespace PixelGpt.Runs.Sweeps;

/// <summary>How a process runs trials; results do not depend on it.</summary>
/// <param name="Jobs">Number of trials at once.</param>
/// <param name="Threads">Number of threads that the trials share; each gets at least one.</param>
/// <param name="SavePolicy">When runs are saved within an epoch.</param>
internal sealed record TrialSettings(int Jobs, int Threads, SavePolicy SavePolicy)
{
    /// <summary>Creates a runner for the trials of a queue.</summary>
    public SweepRunner CreateRunner(ITrialQueue queue, SweepFolder folder, SweepPlan plan, SpriteDataset data, ISweepListener listener)
    {
        var runner = new TrialRunner(folder, plan, data, SavePolicy);
        return new SweepRunner(queue, (task, threads, stop) => runner.Run(task, threads, listener, stop), Jobs, Threads);
    }
}
