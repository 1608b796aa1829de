namespace PixelGpt.Runs.Sweeps;

/// <summary>Runs the trials of this process on other threads, so that one thread is free to exchange messages with other processes.</summary>
internal sealed class BackgroundRunner : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _source;
    private readonly Task<bool> _work;

    /// <summary>Starts to run trials.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="listener">Receives the start and the result of each trial.</param>
    /// <param name="stop">Stops the trials after their current step.</param>
    public BackgroundRunner(SweepRunner runner, ISweepListener listener, CancellationToken stop)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _work = Task.Factory.StartNew(() => runner.Run(listener, _source.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Whether no trial is running any more: all have finished, or they were stopped, or one could not be run.</summary>
    public bool IsDone => _work.IsCompleted;

    /// <summary>Whether the trials are to stop.</summary>
    public bool IsStopping => _source.IsCancellationRequested;

    /// <summary>Stops the trials after their current step.</summary>
    public void Stop() => _source.Cancel();

    /// <summary>Waits a moment, or less if this process gets done.</summary>
    public void Rest()
    {
        if (IsDone) Thread.Sleep(Interval);
        else Task.WaitAny([_work], Interval);
    }

    /// <summary>Returns whether all trials have finished; waits until this process is done.</summary>
    /// <exception cref="PixelGptException">A trial could not be run.</exception>
    public bool Result() => _work.GetAwaiter().GetResult();

    /// <summary>Stops the trials and waits until they are saved.</summary>
    public void Dispose()
    {
        Stop();
        Task.WaitAny(_work);
        _source.Dispose();
    }
}
