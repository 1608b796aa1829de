using System.Runtime.ExceptionServices;

namespace PixelGpt.Runs.Sweeps;

/// <summary>Runs the trials of a queue in this process, several at once on request.</summary>
/// <param name="queue">The queue.</param>
/// <param name="run">Runs a trial with a number of threads; returns null if it was stopped.</param>
/// <param name="jobs">Number of trials at once.</param>
/// <param name="threads">Number of threads that the trials share; each gets at least one.</param>
internal sealed class SweepRunner(ITrialQueue queue, Func<SweepTask, int, CancellationToken, TrialResult?> run, int jobs, int threads)
{
    private readonly object _gate = new();
    private Exception? _failure;

    /// <summary>Runs all trials.</summary>
    /// <param name="listener">Receives the start and the result of each trial.</param>
    /// <param name="stop">Stops the trials after their current step.</param>
    /// <returns>Whether all trials have finished; false if they were stopped.</returns>
    /// <exception cref="PixelGptException">A trial could not be run, for example because the disk is full. The others are stopped and saved.</exception>
    public bool Run(ISweepListener listener, CancellationToken stop)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using CancellationTokenRegistration wake = source.Token.Register(Wake);
        Thread[] workers = [.. Enumerable.Range(0, jobs).Select(job => new Thread(() => Work(ThreadsOf(job), listener, source)) { Name = $"sweep-{job}" })];
        queue.Changed += Wake;
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        queue.Changed -= Wake;
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        return queue.IsComplete;
    }

    private int ThreadsOf(int job) => Math.Max(1, (threads / jobs) + (job < threads % jobs ? 1 : 0));

    private void Work(int share, ISweepListener listener, CancellationTokenSource source)
    {
        try
        {
            while (TakeOrWait(source.Token) is { } task) RunOne(task, share, listener, source.Token);
        }
        catch (Exception e)
        {
            lock (_gate) _failure ??= e;
            source.Cancel();
        }
    }

    private SweepTask? TakeOrWait(CancellationToken stop)
    {
        lock (_gate)
        {
            while (!stop.IsCancellationRequested && !queue.IsComplete)
            {
                if (queue.Take() is { } task) return task;
                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private void RunOne(SweepTask task, int share, ISweepListener listener, CancellationToken stop)
    {
        TrialResult? result = null;
        try
        {
            listener.TrialStarted(task);
            result = run(task, share, stop);
            if (result is not null) queue.Report(task, result);
        }
        finally
        {
            if (result is null) queue.Release(task);
        }

        if (result is not null) listener.TrialFinished(task, result);
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
