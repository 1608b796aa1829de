using System.Diagnostics;
using System.Text.RegularExpressions;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Mpi;

/// <summary>Trains in MPI jobs with real launchers. The result must have the bits of one process.</summary>
public sealed partial class MpiTrainingTests : IDisposable
{
    private readonly CliFixture _fixture = new(inMemory: true);

    public void Dispose() => _fixture.Dispose();

    /// <summary>Trains one epoch with 1 rank, resumes with 2 for the next, and so on; one process does the same.</summary>
    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task Jobs_of_1_to_4_ranks_train_and_resume_the_bits_of_one_process(string launcher)
    {
        for (int ranks = 1; ranks <= MpiJob.MaxRanks; ranks++)
        {
            string[] epochs = ["--epochs", $"{ranks}"];
            string[] Arguments(string name) => ranks == 1 ? _fixture.TrainArguments(name, ["--ema", "0.9", .. epochs]) : ["train", "--resume", "--out", _fixture[name], .. epochs];
            CliResult one = await CliFixture.RunAsync(Arguments("one"));
            Assert.True(one.Code == 0, one.Error);
            Assert.Contains($"{ranks} rank", await MpiJob.SucceedAsync(launcher, ranks, [.. Arguments("job"), "--mpi"]));
            RunFixture.AssertSame(new RunFolder(_fixture["one"]), new RunFolder(_fixture["job"]));
        }
    }

    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task A_job_that_was_stopped_resumes_with_another_number_of_ranks(string launcher)
    {
        string[] pixel = ["train", .. _fixture.Source, "--preset", "tiny", "--epochs", "3", "--checkpoint-every", "1e-9"];
        Assert.Equal(0, (await CliFixture.RunAsync([.. pixel, "--out", _fixture["one"]])).Code);
        using (Process job = MpiJob.Start(launcher, Enumerable.Repeat<string[]>([.. pixel, "--out", _fixture["job"], "--mpi"], 3)))
        {
            Task<string> error = job.StandardError.ReadToEndAsync();
            while (!job.HasExited && !File.Exists(new RunFolder(_fixture["job"]).Checkpoint)) await Task.Delay(1);
            using Process kill = ProgramProcess.Start("kill", ["-TERM", $"{job.Id}"]);
            string output = await ProgramProcess.EndAsync(job);

            // Open MPI kills ranks some time after SIGTERM, which can be too early on a busy machine.
            if (launcher == "mpich") Assert.Contains("mpirun -n 3 pixelgpt train --resume", output);
            Assert.DoesNotContain("error:", output + await error);
        }

        await MpiJob.SucceedAsync(launcher, 2, ["train", "--resume", "--out", _fixture["job"], "--mpi"]);
        RunFixture.AssertSame(new RunFolder(_fixture["one"]), new RunFolder(_fixture["job"]));
    }

    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task A_rank_that_would_compute_something_else_is_refused_at_the_start(string launcher)
    {
        string[] train = [.. _fixture.TrainArguments("run", "--epochs", "1"), "--mpi"];
        await RefusedAsync(launcher, "rank 1 was started with other arguments (--lr 0.1)", train, [.. train, "--lr", "0.1"]);
        await RefusedAsync(launcher, "rank 1 has another kernels", train, ["DOTNET_EnableHWIntrinsic=0", .. train]);
        await RefusedAsync(launcher, "--lr must be a number", [.. train, "--lr", "x"], [.. train, "--lr", "x"]);
        Assert.False(File.Exists(new RunFolder(_fixture["run"]).Checkpoint));
    }

    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task A_failure_that_all_ranks_have_is_reported_once(string launcher)
    {
        string[] diverging = [.. _fixture.TrainArguments("run", "--epochs", "3", "--lr", "1e30"), "--mpi"];
        (int code, string output, string error) = await MpiJob.RunAsync(launcher, Enumerable.Repeat(diverging, 3));
        Assert.NotEqual(0, code);
        Assert.Single(Errors().Matches(output + error));
        Assert.Contains("use a lower learning rate", error);
    }

    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task A_rank_that_fails_ends_the_job(string launcher)
    {
        // The third rank has 80 MB of memory: enough to report that not all buffers of the model can be allocated, of 25 MB each.
        string[] train = ["train", "--data", "creatures", "--recipe", "coursework", "--layers", "8", "--heads", "8", "--dim", "256", "--out", _fixture["run"], "--mpi"];
        (int code, string output, string error) = await MpiJob.RunAsync(launcher, [train, train, ["DOTNET_GCHeapHardLimit=5000000", .. train]]);
        Assert.NotEqual(0, code);
        Assert.True(Errors().Count(output + error) == 1, output + error);
        Assert.Matches("error: rank 2 on .*: out of memory", Errors().Match(output + error).Value);
    }

    private static async Task RefusedAsync(string launcher, string message, params string[][] ranks)
    {
        (int code, string output, string error) = await MpiJob.RunAsync(launcher, ranks);
        Assert.NotEqual(0, code);
        Assert.Contains(message, Assert.Single(Errors().Matches(error + output)).Value);
    }

    [GeneratedRegex("error: .*")]
    private static partial Regex Errors();
}
