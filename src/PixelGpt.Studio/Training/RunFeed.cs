using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>
/// Holds the latest events of a run for any number of followers. A follower reads them after each change. A slow follower misses
/// steps, but no epochs, and does not delay training or other followers.
/// </summary>
/// <param name="completedEpochs">The epochs that were already completed; followers receive them first.</param>
internal sealed class RunFeed(IEnumerable<EpochMetrics> completedEpochs)
{
    private readonly Lock _gate = new();
    private readonly List<EpochMetrics> _epochs = [.. completedEpochs];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunStepEvent? _step;
    private RunSamplesEvent? _samples;
    private int _stateChanges;
    private bool _isOver;

    /// <summary>Reports a change of the run's state.</summary>
    public void ReportState(bool isOver = false) => Change(() =>
    {
        _stateChanges++;
        _isOver = isOver;
    });

    /// <summary>Reports a completed epoch.</summary>
    public void Report(EpochMetrics epoch) => Change(() => _epochs.Add(epoch));

    /// <summary>Reports a completed step.</summary>
    public void Report(RunStepEvent step) => Change(() => _step = step);

    /// <summary>Reports completed dev sprites.</summary>
    public void Report(RunSamplesEvent samples) => Change(() => _samples = samples);

    /// <summary>Returns the latest events, and a task that completes at the next change.</summary>
    /// <param name="epochsSeen">The number of epochs that the follower has received.</param>
    public (RunUpdate Update, Task Changed) Read(int epochsSeen)
    {
        lock (_gate) return (new RunUpdate(_stateChanges, [.. _epochs.Skip(epochsSeen)], _step, _samples, _isOver), _changed.Task);
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }
}

/// <summary>The latest events of a run.</summary>
/// <param name="StateChanges">The number of state changes so far.</param>
/// <param name="Epochs">The epochs that the follower has not received yet.</param>
/// <param name="Step">The latest step.</param>
/// <param name="Samples">The latest completed dev sprites.</param>
/// <param name="IsOver">Whether the run has ended.</param>
internal sealed record RunUpdate(int StateChanges, IReadOnlyList<EpochMetrics> Epochs, RunStepEvent? Step, RunSamplesEvent? Samples, bool IsOver);
