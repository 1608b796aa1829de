using System.Diagnostics;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Mpi;

/// <summary>Generation and evaluation in real MPI jobs: one process and several ranks write the same files and print the same text.</summary>
public sealed class MpiGenerationTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [MpiTheory]
    [MemberData(nameof(MpiJob.Launchers), MemberType = typeof(MpiJob))]
    public async Task Jobs_of_1_to_4_ranks_generate_the_pictures_of_one_process(string launcher)
    {
        string[] generate = ["generate", trained.Run, "-n", "5", "--seed", "3", "--out", "OUT/generated"];
        string one = await OneAsync(generate);
        for (int ranks = 1; ranks <= MpiJob.MaxRanks; ranks++)
        {
            await SameAsync(one, launcher, ranks, generate);
            Directory.Delete(_folder["ranks"], recursive: true);
        }
    }

    // Ranks share out this work in the same way with both libraries, so one of them shows it.
    [ProgramFact("mpirun.openmpi", "openmpi-bin")]
    public async Task A_job_evaluates_as_one_process()
    {
        string[] evaluate = ["evaluate", trained.Run, "--protocol", "resnet18", "--out", "OUT/evaluation"];
        await SameAsync(await OneAsync(evaluate), "openmpi", 3, evaluate);
    }

    [ProgramFact("mpirun.mpich", "mpich")]
    public async Task A_job_completes_and_computes_distances_as_one_process()
    {
        string[] complete = ["complete", trained.Run, "--temperature", "0.9", "--samples", "2", "--best-of", "4", "--record", "--out", "OUT/completed"];
        await SameAsync(await OneAsync(complete), "mpich", 3, complete);
        await OneAsync(["generate", trained.Run, "-n", "5", "--out", _folder["pictures"]]);
        string[] fid = ["fid", _folder["pictures"], "--protocol", "resnet18", "--save-stats", "OUT/statistics.npz"];
        await SameAsync(await OneAsync(fid), "mpich", 3, fid);
    }

    /// <summary>Runs a command in one process, and returns its JSON object.</summary>
    private async Task<string> OneAsync(string[] arguments)
    {
        using Process process = ProgramProcess.Start("dotnet", [ToolFolder.Assembly, .. In("one", arguments)], start =>
        {
            start.Environment[MpiJob.QuickStart] = "1";
            SetCache(start, "one");
        });
        string output = await ProgramProcess.EndAsync(process);
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    /// <summary>Runs the same command in a job, whose output and files must be the same.</summary>
    private async Task SameAsync(string expected, string launcher, int ranks, string[] arguments)
    {
        string actual = await MpiJob.SucceedAsync(launcher, ranks, [.. In("ranks", arguments), "--mpi"], start =>
        {
            SetCache(start, "ranks");

            // Open MPI gives its processes a terminal, to which .NET writes escape sequences if it knows them.
            start.Environment["TERM"] = "dumb";
        }, ToolFolder.Assembly);
        Assert.Equal(expected, actual.Replace(_folder["ranks"], _folder["one"], StringComparison.Ordinal));
        Assert.Equal(Files("one"), Files("ranks"));
    }

    /// <summary>Gives the job a cache of its own, so that it computes the features itself.</summary>
    private void SetCache(ProcessStartInfo start, string name) => start.Environment["PIXELGPT_CACHE"] = _folder[$"cache of {name}"];

    private string[] In(string name, string[] arguments) => [.. arguments.Select(argument => argument.Replace("OUT", _folder[name], StringComparison.Ordinal)), "--json"];

    private Dictionary<string, string> Files(string name) => Directory.GetFiles(_folder[name], "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(_folder[name], file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
