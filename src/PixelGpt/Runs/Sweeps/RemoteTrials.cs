using System.Collections.Concurrent;
using System.Diagnostics;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Runs.Sweeps;

/// <summary>The queue of a process that is not the root of its group: the trials come from the root, which has the sweep, and their progress and results go to it.</summary>
/// <param name="group">The group.</param>
internal sealed class RemoteTrials(IProcessGroup group) : ITrialQueue, ISweepListener
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<SweepTask> _trials = new();
    private readonly ConcurrentQueue<SweepMessage> _messages = new();
    private readonly ConcurrentDictionary<SweepTask, StepReport> _steps = new();

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public bool IsComplete { get; private set; }

    /// <summary>Runs trials until the root sends no more.</summary>
    /// <param name="runner">Runs the trials of this queue in this process.</param>
    /// <param name="stop">Stops the trials of all processes after their current step.</param>
    /// <exception cref="PixelGptException">A trial could not be run.</exception>
    public void Run(SweepRunner runner, CancellationToken stop)
    {
        using var own = new BackgroundRunner(runner, this, stop);
        long progressAt = Stopwatch.GetTimestamp();
        for (bool hasLeft = false; !hasLeft || !IsComplete; own.Rest())
        {
            while (!IsComplete && SweepMessage.TryReceive(group, 0) is { } message) Handle(message, own);
            bool isDone = own.IsDone;
            while (_messages.TryDequeue(out SweepMessage? message)) message.Send(group, 0);
            if (isDone && !hasLeft)
            {
                _ = own.Result();
                SweepMessage.Last.Send(group, 0);
                hasLeft = true;
            }

            if (Stopwatch.GetElapsedTime(progressAt) < ProgressInterval || hasLeft) continue;
            progressAt = Stopwatch.GetTimestamp();
            foreach (SweepTask task in _steps.Keys)
            {
                if (_steps.TryRemove(task, out StepReport step)) new SweepMessage { Task = task, Step = step }.Send(group, 0);
            }
        }
    }

    /// <inheritdoc/>
    public SweepTask? Take() => _trials.TryDequeue(out SweepTask? task) ? task : null;

    /// <inheritdoc/>
    public void Report(SweepTask task, TrialResult result)
    {
        _steps.TryRemove(task, out _);
        _messages.Enqueue(new SweepMessage { Task = task, Result = result });
    }

    /// <inheritdoc/>
    public void Release(SweepTask task)
    {
        // A trial is given back only when this process stops, after which the root gives back all trials of this process.
    }

    /// <inheritdoc/>
    public void TrialStarted(SweepTask task)
    {
    }

    /// <inheritdoc/>
    public void StepDone(SweepTask task, in StepReport report) => _steps[task] = report;

    /// <inheritdoc/>
    public void Warned(SweepTask task, string message) => _messages.Enqueue(new SweepMessage { Task = task, Warning = message });

    /// <inheritdoc/>
    public void TrialFinished(SweepTask task, TrialResult result)
    {
    }

    private void Handle(SweepMessage message, BackgroundRunner own)
    {
        if (message.Task is { } task)
        {
            _trials.Enqueue(task);
        }
        else
        {
            IsComplete = true;
            own.Stop();
        }

        Changed?.Invoke();
    }
}
