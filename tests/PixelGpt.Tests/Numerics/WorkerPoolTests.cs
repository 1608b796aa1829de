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
}
