using System.Diagnostics;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Mpi;

/// <summary>
/// Kills a random rank of jobs at random times. The job must end, and the resumed run must be bit-identical to an uninterrupted one. The environment
/// variable <c>PIXELGPT_KILLS</c> sets the number of kills per launcher.
/// </summary>
public sealed class MpiKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Ranks = 3;

    private readonly CliFixture _fixture = new(inMemory: true);

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("PIXELGPT_KILLS"), out int kills) ? kills : 1;

    public void Dispose() => _fixture.Dispose();

    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task A_job_whose_rank_is_killed_at_any_time_ends_and_resumes_bit_identically(string launcher)
    {
        var random = new PhiloxRandom(8);
        int kills = 0, runs = 0;
        TimeSpan longest = TimeSpan.Zero;
        while (kills < Kills)
        {
            string name = $"run{runs++}";
            string[] options = ["--seed", $"{runs}", "--epochs", "40"];
            var folder = new RunFolder(_fixture[name]);
            string[] Arguments() => [.. File.Exists(folder.Record) ? ["train", "--resume", "--out", folder.Path] : _fixture.TrainArguments(name, options), "--checkpoint-every", "1e-9", "--threads", "1", "--mpi"];
            while (kills < Kills && await KillAsync(launcher, Arguments(), folder, random.NextInt32(Ranks), random.NextInt32(300)) is { } duration)
            {
                kills++;
                if (duration > longest) longest = duration;
            }

            await MpiJob.SucceedAsync(launcher, Ranks, Arguments());
            RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync($"whole{runs}", options)), folder);
        }

        output.WriteLine($"{launcher}: {kills} kills over {runs} runs; a job ended at most {longest.TotalSeconds:0.0} s after a kill");
    }

    /// <summary>Starts a job, and kills a rank some time after the first save.</summary>
    /// <returns>How long the job went on after that; null if it ended before.</returns>
    private static async Task<TimeSpan?> KillAsync(string launcher, string[] arguments, RunFolder folder, int rank, int wait)
    {
        DateTime before = File.GetLastWriteTimeUtc(folder.Checkpoint);
        using Process job = MpiJob.Start(launcher, Enumerable.Range(0, Ranks).Select(r => (string[])[$"PIXELGPT_TEST_RANK={r}", .. arguments]));
        Task<string> error = job.StandardError.ReadToEndAsync();
        while (!job.HasExited && File.GetLastWriteTimeUtc(folder.Checkpoint) == before) await Task.Delay(1);
        if (job.WaitForExit(wait)) return null;
        foreach (int process in ProcessesOf(folder, rank))
        {
            using Process kill = ProgramProcess.Start("kill", ["-KILL", $"{process}"], start => start.RedirectStandardError = true);
            await kill.WaitForExitAsync();
        }

        long start = Stopwatch.GetTimestamp();
        await ProgramProcess.EndAsync(job);
        return job.ExitCode == 0 ? null : Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Finds the process of a rank of the job that writes to a folder.</summary>
    private static IEnumerable<int> ProcessesOf(RunFolder folder, int rank)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out int id)) continue;
            string environment, command;
            try
            {
                (environment, command) = (File.ReadAllText(Path.Combine(directory, "environ")), File.ReadAllText(Path.Combine(directory, "cmdline")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (command.StartsWith("dotnet\0", StringComparison.Ordinal) && command.Contains(folder.Path, StringComparison.Ordinal) && environment.Contains($"PIXELGPT_TEST_RANK={rank}\0", StringComparison.Ordinal)) yield return id;
        }
    }
}
