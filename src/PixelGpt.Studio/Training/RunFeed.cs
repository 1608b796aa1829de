using PixelGpt.Studio.Api;
using PixelGpt.Training;

namespace PixelGpt.Studio.Training;

/// <summary>
/// What is to be told of a run, for as many followers as there are. Followers fetch it when it has changed, so that a slow one
/// sees fewer steps but every epoch, and holds up nobody.
/// </summary>
/// <param name="before">Epochs of before, which followers are told first.</param>
internal sealed class RunFeed(IEnumerable<EpochMetrics> before)
{
    private readonly Lock _gate = new();
    private readonly List<EpochMetrics> _epochs = [.. before];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunStep? _step;
    private RunSamples? _samples;
    private int _stateChanges;
    private bool _isOver;

    /// <summary>The run's state is another.</summary>
    public void StateChanged(bool isOver = false) => Change(() =>
    {
        _stateChanges++;
        _isOver = isOver;
    });

    public void Add(EpochMetrics epoch) => Change(() => _epochs.Add(epoch));

    public void Show(RunStep step) => Change(() => _step = step);

    public void Show(RunSamples samples) => Change(() => _samples = samples);

    /// <summary>All as it is now, and what completes when it changes.</summary>
    public (RunNews News, Task Changed) Read(int epochsSeen)
    {
        lock (_gate) return (new RunNews(_stateChanges, [.. _epochs.Skip(epochsSeen)], _step, _samples, _isOver), _changed.Task);
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

/// <summary>What a follower has not seen yet, or may have: steps and samples are the newest.</summary>
internal sealed record RunNews(int StateChanges, IReadOnlyList<EpochMetrics> Epochs, RunStep? Step, RunSamples? Samples, bool IsOver);
