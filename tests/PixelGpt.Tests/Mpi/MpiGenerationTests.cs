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
    public Task Open_MPI() => CheckAsync("mpirun.openmpi", "--oversubscribe");

    [ProgramFact("mpirun.mpich", "mpich")]
    public Task MPICH() => CheckAsync("mpirun.mpich");

    private async Task CheckAsync(string launcher, params string[] options)
    {
        await SameAsync("generate", trained.Run, "-n", "5", "--seed", "3", "--out", "OUT/generated");
        await SameAsync("complete", trained.Run, "--temperature", "0.9", "--samples", "2", "--best-of", "4", "--record", "--out", "OUT/completed");
        await SameAsync("evaluate", trained.Run, "--out", "OUT/evaluation", "--json");
        await SameAsync("fid", Path.Combine(_folder["one"], "generated"), "--protocol", "resnet18", "--save-stats", "OUT/statistics.npz");

        async Task SameAsync(params string[] arguments)
        {
            string[] In(string name) => [.. arguments.Select(a => a.Replace("OUT", _folder[name], StringComparison.Ordinal))];
            CliResult one = await CliFixture.RunAsync(In("one"));
            Assert.True(one.Code == 0, one.Error);
            using Process job = ProgramProcess.Start(launcher, [.. options, "-n", "3", "dotnet", ProgramProcess.Assembly, .. In("ranks"), "--mpi"], start =>
            {
                start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
                start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
            });
            string output = await ProgramProcess.EndAsync(job);
            Assert.True(job.ExitCode == 0, output);
            Assert.Equal(one.Out, output.Replace(_folder["ranks"], _folder["one"], StringComparison.Ordinal));
            Assert.Equal(Files("one"), Files("ranks"));
        }
    }

    private Dictionary<string, string> Files(string name) => Directory.GetFiles(_folder[name], "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(_folder[name], file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
