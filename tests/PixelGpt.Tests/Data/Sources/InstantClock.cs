namespace PixelGpt.Tests.Data.Sources;

/// <summary>
/// A clock on which every delay ends immediately and is recorded. Timers with the given timeout do not fire
/// until <see cref="ExpireTimeouts"/>.
/// </summary>
internal sealed class InstantClock(TimeSpan timeout) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timeouts = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get { lock (_lock) return [.. _waits]; }
    }

    /// <summary>Called when a delay starts, before it ends.</summary>
    public Action? Waiting { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        lock (_lock)
        {
            if (dueTime == timeout)
            {
                _timeouts.Add(timer);
                return timer;
            }

            _waits.Add(dueTime);
            _now += dueTime;
        }

        Waiting?.Invoke();
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        return timer;
    }

    public void ExpireTimeouts()
    {
        Timer[] due;
        lock (_lock)
        {
            due = [.. _timeouts];
            _timeouts.Clear();
            _now += timeout;
        }

        foreach (Timer timer in due) timer.Fire();
    }

    private sealed class Timer(Action callback) : ITimer
    {
        private Action? _callback = callback;

        public void Fire() => Interlocked.Exchange(ref _callback, null)?.Invoke();

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => _callback = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
