using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;
using PixelGpt.Tests.Runs.Sweeps;

namespace PixelGpt.Tests.Mpi;

/// <summary>Sweeps in MPI jobs of three processes.</summary>
public sealed partial class MpiSweepTests : IDisposable
{
    private readonly CliFixture _fixture = new(inMemory: true);

    public void Dispose() => _fixture.Dispose();

    [ProgramFact("mpirun.openmpi", "openmpi-bin")]
    public Task A_sweep_with_Open_MPI_survives_a_kill_and_a_signal() => SurviveAsync("openmpi");

    [ProgramFact("mpirun.mpich", "mpich")]
    public Task A_sweep_with_MPICH_survives_a_kill_and_a_signal() => SurviveAsync("mpich");

    /// <summary>Kills a job, stops it by a signal to rank 1, and completes it, each with the same command.</summary>
    private async Task SurviveAsync(string launcher)
    {
        string[][] ranks = [.. Enumerable.Repeat<string[]>([.. Arguments("sweep"), "--mpi", "--verbose"], 3)];
        var folder = new SweepFolder(_fixture["sweep"]);

        using (Process job = MpiJob.Start(launcher, ranks))
        {
            int rank = Read(job, job.StandardError, RankPattern());
            Read(job, job.StandardOutput, FinishedPattern());
            using Process killed = Process.GetProcessById(rank);
            killed.Kill();
            await EndAsync(job);
            Assert.NotEqual(0, job.ExitCode);
        }

        string[] finished = Finished(folder);
        Assert.InRange(finished.Length, 1, 8);
        long length = LengthOfMetrics(folder);

        using (Process job = MpiJob.Start(launcher, ranks))
        {
            int rank = Read(job, job.StandardError, RankPattern());

            // The signal comes in the first epochs, so that no delay on a busy machine is longer than all trials that are left.
            Assert.True(SpinWait.SpinUntil(() => LengthOfMetrics(folder) != length, HangGuard.Limit));
            using (Process kill = ProgramProcess.Start("kill", ["-TERM", $"{rank}"])) await ProgramProcess.EndAsync(kill);
            string output = await EndAsync(job);
            Assert.Equal(130, job.ExitCode);
            Assert.Contains($"interrupted; all trials are saved. Resume with: mpirun -n 3 pixelgpt sweep --resume --out {folder.Path} --mpi", output);
        }

        Assert.Superset(finished.ToHashSet(), Finished(folder).ToHashSet());
        finished = Finished(folder);
        Assert.InRange(finished.Length, 1, 8);

        using (Process job = MpiJob.Start(launcher, ranks))
        {
            string output = await EndAsync(job);
            Assert.True(job.ExitCode == 0, output);
            Assert.Contains($"{finished.Length} of 9 trials have results", output);
            Assert.Contains("3 ranks on 1 host", output);
            Assert.Equal(9 - finished.Length, FinishedPattern().Count(output));
        }

        CliResult one = await CliFixture.RunAsync(Arguments("one"));
        Assert.True(one.Code == 0, one.Error);
        Sweep expected = Sweep.Load(new SweepFolder(_fixture["one"])), actual = Sweep.Load(folder);
        Assert.Equal(SweepFixture.Result(expected), SweepFixture.Result(actual));
        foreach (SweepTrial trial in expected.Plan.Trials) RunFixture.AssertSame(expected.Folder.Run(trial), actual.Folder.Run(trial));
    }

    private string[] Arguments(string name) =>
        ["sweep", .. _fixture.TrainArguments(name)[1..], "--epochs", "300", "--best-metric", "dev-loss", "--set", "lr=1e-3,3e-3,1e-2", "--seeds", "3", "--no-halving", "--threads", "1"];

    private static string[] Finished(SweepFolder folder)
    {
        var sweep = Sweep.Load(folder);
        return [.. sweep.Plan.Trials.Where(t => sweep.ResultOf(t) is not null).Select(t => t.Name)];
    }

    /// <summary>Returns the length of the metrics of all trials, which changes with each epoch.</summary>
    private static long LengthOfMetrics(SweepFolder folder) =>
        Sweep.Load(folder).Plan.Trials.Select(trial => new FileInfo(folder.Run(trial).Metrics)).Sum(file => file.Exists ? file.Length : 0);

    /// <summary>Reads lines until one matches, and returns the number in it. Blocks its thread, because a busy thread pool would return too late.</summary>
    private static int Read(Process job, StreamReader reader, Regex pattern)
    {
        using var limit = new Timer(_ => job.Kill(entireProcessTree: true), null, HangGuard.Limit, Timeout.InfiniteTimeSpan);
        while (reader.ReadLine() is { } line)
        {
            if (pattern.Match(line) is { Success: true } match) return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"the output has no line like {pattern}");
    }

    /// <summary>Waits until a job ends and returns its output.</summary>
    private static async Task<string> EndAsync(Process job)
    {
        Task<string> error = job.StandardError.ReadToEndAsync();
        string output = await ProgramProcess.EndAsync(job);
        return output + await error;
    }

    [GeneratedRegex("^rank 1 on .*: process ([0-9]+)")]
    private static partial Regex RankPattern();

    [GeneratedRegex("seed ([0-9]+): epoch 300, dev loss")]
    private static partial Regex FinishedPattern();
}
