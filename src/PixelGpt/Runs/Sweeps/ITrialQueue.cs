namespace PixelGpt.Runs.Sweeps;

/// <summary>
/// Gives out the trials of a sweep and takes their results. Threads of this process or other processes can run them. The result of the
/// sweep depends neither on the order in which results arrive nor on how many trials run at once. All members can be called from any thread.
/// </summary>
internal interface ITrialQueue
{
    /// <summary>Raised when <see cref="Take"/> may have a trial again, or all have finished.</summary>
    event Action? Changed;

    /// <summary>Whether all trials have finished.</summary>
    bool IsComplete { get; }

    /// <summary>Takes the next trial to run.</summary>
    /// <returns>The work; null if there is none at the moment, because the next rung needs the results of trials that are running, or because all have finished.</returns>
    SweepTask? Take();

    /// <summary>Gives back the result of a trial.</summary>
    /// <param name="task">The work that was taken.</param>
    /// <param name="result">The result.</param>
    /// <exception cref="FailureException">The result could not be saved; the trial counts as not run.</exception>
    void Report(SweepTask task, TrialResult result);

    /// <summary>Gives back a trial that was not finished. It can be taken again.</summary>
    /// <param name="task">The work that was taken.</param>
    void Release(SweepTask task);
}
