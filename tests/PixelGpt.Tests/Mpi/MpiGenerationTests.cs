using System.Diagnostics;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Mpi;

/// <summary>Generation and evaluation in real MPI jobs: one process and three ranks write the same files and print the same text.</summary>
public sealed class MpiGenerationTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("mpirun.openmpi", "openmpi-bin")]
    public Task Open_MPI() => CheckAsync("openmpi");

    [ProgramFact("mpirun.mpich", "mpich")]
    public Task MPICH() => CheckAsync("mpich");

    private async Task CheckAsync(string launcher)
    {
        await SameAsync("generate", trained.Run, "-n", "5", "--seed", "3", "--out", "OUT/generated");
        await SameAsync("complete", trained.Run, "--temperature", "0.9", "--samples", "2", "--best-of", "4", "--record", "--out", "OUT/completed");
        await SameAsync("evaluate", trained.Run, "--protocol", "resnet18", "--out", "OUT/evaluation");
        await SameAsync("fid", Path.Combine(_folder["one"], "generated"), "--protocol", "resnet18", "--save-stats", "OUT/statistics.npz");

        async Task SameAsync(params string[] arguments)
        {
            string one = await RunAsync("one", [.. arguments, "--json"], (all, configure) => ProgramProcess.Start("dotnet", [ToolFolder.Assembly, .. all], configure));
            string ranks = await RunAsync("ranks", [.. arguments, "--json", "--mpi"], (all, configure) => MpiJob.Start(launcher, Enumerable.Repeat(all, 3), configure, ToolFolder.Assembly));
            Assert.Equal(one, ranks.Replace(_folder["ranks"], _folder["one"], StringComparison.Ordinal));
            Assert.Equal(Files("one"), Files("ranks"));
        }
    }

    private async Task<string> RunAsync(string name, string[] arguments, Func<string[], Action<ProcessStartInfo>, Process> begin)
    {
        using Process process = begin([.. arguments.Select(argument => argument.Replace("OUT", _folder[name], StringComparison.Ordinal))], start =>
        {
            start.RedirectStandardError = false;
            start.Environment["PIXELGPT_CACHE"] = _folder[$"cache of {name}"];

            // Open MPI gives its processes a terminal, to which .NET writes escape sequences if it knows them.
            start.Environment["TERM"] = "dumb";

            // The communication library of MPICH writes warnings to standard output.
            start.Environment["UCX_LOG_LEVEL"] = "fatal";
        });
        string output = await ProgramProcess.EndAsync(process);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private Dictionary<string, string> Files(string name) => Directory.GetFiles(_folder[name], "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(_folder[name], file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
