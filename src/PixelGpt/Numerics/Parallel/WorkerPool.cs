using System.Runtime.ExceptionServices;

namespace PixelGpt.Numerics;

/// <summary>
/// A fixed number of threads that process the pieces of one job at a time. The assignment of pieces to threads is not
/// deterministic; if no piece depends on it, results do not depend on the number of threads.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>The pool that the current thread belongs to; null on a thread that no pool started.</summary>
    [ThreadStatic]
    private static WorkerPool? _ownPool;

    /// <summary>Number of spins before a waiting thread sleeps. Spinning first is faster, because the next job of a step starts within microseconds.</summary>
    private const int SpinsBeforeSleep = 300;

    private readonly Thread[] _threads;
    private readonly Lock _oneAtATime = new();
    private readonly object _jobs = new();
    private readonly object _ends = new();
    private Action<int, int>? _body;
    private ExceptionDispatchInfo? _error;
    private int _count;
    private int _next;
    private int _busy;
    private int _job;
    private bool _stopped;

    /// <summary>Starts the threads. The caller of <see cref="Run"/> counts as one of them.</summary>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _threads = new Thread[threads - 1];
        bool givesWay = ComputeThread.GivesWay;
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Work(worker, givesWay)) { IsBackground = true, Name = $"PixelGpt worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Gets the number of threads, including the caller of <see cref="Run"/>.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>
    /// Calls <paramref name="body"/>(piece, worker) for each piece of 0 to <paramref name="count"/> − 1, and returns when all are done.
    /// Concurrent calls from different threads are serialised.
    /// </summary>
    /// <exception cref="Exception">The exception of the first piece that failed; pieces that had not started by then are skipped.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <exception cref="InvalidOperationException">A piece of this pool makes the call; a piece may use another pool.</exception>
    public void Run(int count, Action<int, int> body)
    {
        ThrowIfInPiece(nameof(Run));
        lock (_oneAtATime)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_threads.Length == 0 || count <= 1)
            {
                for (int piece = 0; piece < count; piece++) body(piece, 0);
                return;
            }

            _body = body;
            _count = count;
            _error = null;
            _next = -1;
            _busy = _threads.Length;
            AnnounceJob();
            TakePieces(0);
            AwaitEnd();
            _body = null;
            _error?.Throw();
        }
    }

    /// <summary>Waits for the calls of <see cref="Run"/> in progress and ends the threads. A second call does nothing.</summary>
    /// <exception cref="InvalidOperationException">A piece of this pool makes the call, which would wait for itself.</exception>
    public void Dispose()
    {
        ThrowIfInPiece(nameof(Dispose));
        lock (_oneAtATime)
        {
            if (_stopped) return;
            _stopped = true;
            AnnounceJob();
            foreach (Thread thread in _threads) thread.Join();
        }
    }

    /// <summary>Throws if the current thread runs a piece of this pool: it is one of the pool's threads, or it holds the lock of <see cref="Run"/>.</summary>
    private void ThrowIfInPiece(string method)
    {
        if (_ownPool == this || _oneAtATime.IsHeldByCurrentThread)
            throw new InvalidOperationException($"{nameof(WorkerPool)}.{method} was called from a piece of the same pool; call it after {nameof(Run)} has returned, or use another pool");
    }

    private void AnnounceJob()
    {
        lock (_jobs)
        {
            Volatile.Write(ref _job, _job + 1);
            Monitor.PulseAll(_jobs);
        }
    }

    private void Work(int worker, bool givesWay)
    {
        if (givesWay) ComputeThread.GiveWay();
        _ownPool = this;
        for (int seen = 0; ; seen++)
        {
            AwaitJob(seen);
            if (_stopped) return;
            TakePieces(worker);
            if (Interlocked.Decrement(ref _busy) > 0) continue;
            lock (_ends) Monitor.PulseAll(_ends);
        }
    }

    private void AwaitJob(int seen)
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref _job) != seen) return;
            Thread.SpinWait(20);
        }

        lock (_jobs)
        {
            while (_job == seen) Monitor.Wait(_jobs);
        }
    }

    private void AwaitEnd()
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref _busy) == 0) return;
            Thread.SpinWait(20);
        }

        lock (_ends)
        {
            while (Volatile.Read(ref _busy) > 0) Monitor.Wait(_ends);
        }
    }

    private void TakePieces(int worker)
    {
        try
        {
            int piece;
            while ((piece = Interlocked.Increment(ref _next)) < _count) _body!(piece, worker);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(e), null);
            Volatile.Write(ref _next, _count);
        }
    }
}
