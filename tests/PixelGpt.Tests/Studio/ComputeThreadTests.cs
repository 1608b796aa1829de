using System.Globalization;
using PixelGpt.Numerics;
using PixelGpt.Studio;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests that threads that compute give way to threads that handle requests.</summary>
public sealed class ComputeThreadTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    /// <summary>SCHED_OTHER, the policy of ordinary threads on Linux.</summary>
    private const int Ordinary = 0;

    /// <summary>SCHED_IDLE.</summary>
    private const int Background = 5;

    [LinuxTheory]
    [InlineData(false, Background)]
    [InlineData(true, Ordinary)]
    public async Task Decoders_have_the_requested_priority(bool hasNormalPriority, int policy)
    {
        int seen = -1;
        await using StudioServer server = await studio.StartAsync(o => o with { NormalPriority = hasNormalPriority, BeforeStep = () => Volatile.Write(ref seen, CurrentPolicy()) });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json("""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}"""));
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(policy, Volatile.Read(ref seen));
        Assert.Equal(Ordinary, CurrentPolicy());
    }

    [LinuxTheory]
    [InlineData(true, Background)]
    [InlineData(false, Ordinary)]
    public async Task Worker_threads_have_the_priority_of_the_thread_that_creates_them(bool givesWay, int policy)
    {
        int[] seen = await ComputeThread.RunAsync(givesWay, () =>
        {
            using var pool = new WorkerPool(3);
            int[] policies = new int[3];
            using var all = new Barrier(3);
            pool.Run(3, (piece, _) =>
            {
                all.SignalAndWait(HangGuard.Limit);
                policies[piece] = CurrentPolicy();
            });
            return policies;
        });
        Assert.All(seen, p => Assert.Equal(policy, p));
    }

    /// <summary>Returns the scheduling policy of the current thread: field 41 of its stat file (proc(5)), counted after the name in parentheses.</summary>
    private static int CurrentPolicy()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[41 - 3], CultureInfo.InvariantCulture);
    }

    /// <summary>A theory that requires Linux.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LinuxTheoryAttribute : TheoryAttribute
    {
        public LinuxTheoryAttribute()
        {
            if (!OperatingSystem.IsLinux()) Skip = "only Linux has this scheduling policy";
        }
    }
}
