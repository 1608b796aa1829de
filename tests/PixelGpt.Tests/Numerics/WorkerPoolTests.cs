using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_piece_of_every_job_runs_exactly_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int job = 0; job < 3000; job++)
        {
            int[] done = new int[job % 11];
            pool.Run(done.Length, (piece, worker) =>
            {
                Assert.InRange(worker, 0, threads - 1);
                Interlocked.Increment(ref done[piece]);

                // Sometimes long enough for the other threads to fall asleep.
                if (job % 500 == 0 && piece == 1) Thread.SpinWait(200_000);
            });
            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Exceptions_of_pieces_reach_the_caller_and_the_pool_stays_usable()
    {
        using var pool = new WorkerPool(3);
        Assert.Equal("boom", Assert.Throws<InvalidOperationException>(() => pool.Run(50, (piece, _) =>
        {
            if (piece == 20) throw new InvalidOperationException("boom");
        })).Message);
        int sum = 0;
        pool.Run(10, (piece, _) => Interlocked.Add(ref sum, piece));
        Assert.Equal(45, sum);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 10)]
    public void A_disposed_pool_refuses_to_run(int threads, int count)
    {
        var pool = new WorkerPool(threads);
        pool.Run(5, (_, _) => { });
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(count, (_, _) => Assert.Fail("no piece may run")));
    }

    [Fact]
    public void Concurrent_calls_are_serialised()
    {
        using var pool = new WorkerPool(3);
        int jobs = 0, wrong = 0;
        int[] done = new int[4 * 200];
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(caller => new Thread(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                int job = (caller * 200) + i;
                pool.Run(7, (_, _) =>
                {
                    int other = Interlocked.CompareExchange(ref jobs, job + 1, 0);
                    if (other != 0 && other != job + 1) Interlocked.Increment(ref wrong);
                    if (Interlocked.Increment(ref done[job]) == 7) Volatile.Write(ref jobs, 0);
                });
            }
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.Equal(0, wrong);
        Assert.All(done, count => Assert.Equal(7, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_piece_may_neither_run_nor_dispose_its_own_pool(int threads)
    {
        using var pool = new WorkerPool(threads);
        int refused = 0;
        pool.Run(20, (_, _) =>
        {
            Assert.Contains("Run was called from a piece", Assert.Throws<InvalidOperationException>(() => pool.Run(1, (_, _) => { })).Message, StringComparison.Ordinal);
            Assert.Contains("Dispose was called from a piece", Assert.Throws<InvalidOperationException>(pool.Dispose).Message, StringComparison.Ordinal);
            Interlocked.Increment(ref refused);
        });
        Assert.Equal(20, refused);
    }

    [Fact]
    public void A_piece_may_use_another_pool()
    {
        using var pool = new WorkerPool(3);
        using var other = new WorkerPool(2);
        int sum = 0;
        pool.Run(10, (_, _) => other.Run(5, (_, _) => Interlocked.Increment(ref sum)));
        Assert.Equal(50, sum);
    }

    [Fact]
    public void Dispose_waits_for_a_run_in_progress()
    {
        var pool = new WorkerPool(3);
        using var started = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        int done = 0;
        var runner = new Thread(() => pool.Run(20, (_, _) =>
        {
            started.Set();
            go.Wait();
            Interlocked.Increment(ref done);
        }));
        runner.Start();
        started.Wait();
        int doneAtDispose = -1;
        var disposer = new Thread(() =>
        {
            pool.Dispose();
            doneAtDispose = Volatile.Read(ref done);
        });
        disposer.Start();
        go.Set();
        runner.Join();
        disposer.Join();
        Assert.Equal(20, done);
        Assert.Equal(20, doneAtDispose);
    }
}
