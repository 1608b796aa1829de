using System.Diagnostics;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Mpi;

/// <summary>Trains on two hosts that are connected by a network.</summary>
public sealed class MpiHostsTests : IDisposable
{
    private readonly CliFixture _fixture = new(inMemory: true);

    public void Dispose() => _fixture.Dispose();

    // MPICH 4.0 over TCP can block in MPI_Finalize after the run has been saved (docs/cluster.md), so it is not tested here.
    [HostsFact]
    public async Task Two_hosts_train_the_bits_of_one_process_and_resume_after_the_cable_was_cut()
    {
        using var network = new HostNetwork();
        string[] train = ["train", .. _fixture.Source, "--preset", "tiny", "--epochs", "4", "--checkpoint-every", "1e-9"];
        Assert.Equal(0, (await CliFixture.RunAsync([.. train, "--out", _fixture["one"]])).Code);
        var folder = new RunFolder(_fixture["job"]);
        string[] arguments = [.. train, "--out", folder.Path, "--mpi"];
        using (Process job = Start(network, arguments))
        {
            while (!job.HasExited && !File.Exists(folder.Checkpoint)) await Task.Delay(1);
            network.SetLink(1, isUp: false);
            string text = await EndAsync(job);
            Assert.True(job.ExitCode != 0, text);
        }

        network.SetLink(1, isUp: true);
        using Process resumed = Start(network, ["train", "--resume", "--out", folder.Path, "--mpi"]);
        string output = await EndAsync(resumed);
        Assert.True(resumed.ExitCode == 0, output);
        Assert.Contains("2 ranks on 2 hosts", output);
        RunFixture.AssertSame(new RunFolder(_fixture["one"]), folder);
    }

    private static Process Start(HostNetwork network, string[] arguments)
    {
        (string program, string[] all) = network.Launch(arguments);
        return ProgramProcess.Start(program, all, start => start.RedirectStandardError = true);
    }

    private static async Task<string> EndAsync(Process job)
    {
        Task<string> error = job.StandardError.ReadToEndAsync();
        return await ProgramProcess.EndAsync(job) + await error;
    }

    /// <summary>A fact that needs two hosts.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class HostsFactAttribute : FactAttribute
    {
        public HostsFactAttribute()
        {
            Skip = MpiJob.SkipReason ?? HostNetwork.SkipReason;
        }
    }
}
