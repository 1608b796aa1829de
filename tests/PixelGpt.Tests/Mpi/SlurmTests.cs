using System.Text.RegularExpressions;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Mpi;

/// <summary>Runs the scripts of examples/slurm in a Slurm cluster of one node.</summary>
public sealed partial class SlurmTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Checkout.Root, "examples", "slurm");
    private readonly CliFixture _fixture = new(inMemory: true);

    public void Dispose() => _fixture.Dispose();

    [SlurmFact]
    public async Task The_scripts_train_the_bits_of_one_process()
    {
        using var cluster = new SlurmCluster();
        string[] options = ["--epochs", "2"];
        await _fixture.TrainAsync("one", options);
        foreach ((string pmi, string library) in ((string, string)[])[("pmi2", "mpich"), ("pmix", "openmpi")])
        {
            string[] arguments = _fixture.TrainArguments(pmi, options);
            await SubmitAsync(cluster, $"ALL,PIXELGPT_PMI={pmi},PIXELGPT_MPI={library}", ["--nodes=1", "--ntasks-per-node=2", "--cpus-per-task=1"], "train.sbatch", arguments[1..]);
            RunFixture.AssertSame(new RunFolder(_fixture["one"]), new RunFolder(_fixture[pmi]));
        }

        await _fixture.TrainAsync("seed1", [.. options, "--seed", "1"]);
        await SubmitAsync(cluster, "ALL", ["--array=0-1", "--cpus-per-task=1"], "array.sbatch", _fixture.TrainArguments("array", options)[1..]);
        RunFixture.AssertSame(new RunFolder(_fixture["one"]), new RunFolder(_fixture["array-seed0"]));
        RunFixture.AssertSame(new RunFolder(_fixture["seed1"]), new RunFolder(_fixture["array-seed1"]));
    }

    /// <summary>Submits a script and waits for the end of its job, which must succeed. "sbatch --wait" would look for it every few seconds only.</summary>
    private async Task SubmitAsync(SlurmCluster cluster, string variables, string[] resources, string script, string[] arguments)
    {
        string log = _fixture[$"log-%j"];
        string id = Run("sbatch", ["--parsable", $"--export={variables},{MpiJob.QuickStart}=1,PIXELGPT=dotnet {ProgramProcess.Assembly}", $"--output={log}", .. resources, Path.Combine(Scripts, script), .. arguments]).Trim();
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        string[] states;
        do
        {
            await Task.Delay(50, limit.Token);
            states = [.. StatePattern().Matches(Run("scontrol", ["show", "job", id])).Select(match => match.Groups[1].Value)];
        }
        while (states.Any(state => state is "PENDING" or "CONFIGURING" or "RUNNING" or "COMPLETING"));
        Assert.True(states.Length > 0 && states.All(state => state == "COMPLETED"), Logs());

        string Run(string program, string[] all)
        {
            (int code, string text) = cluster.Run(program, all);
            Assert.True(code == 0, text + Logs());
            return text;
        }

        string Logs() => string.Concat(Directory.EnumerateFiles(_fixture.Path, "log-*").Select(File.ReadAllText)) + cluster.Logs();
    }

    [GeneratedRegex("JobState=([A-Z_]+)")]
    private static partial Regex StatePattern();

    /// <summary>A fact that needs Slurm.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SlurmFactAttribute : FactAttribute
    {
        public SlurmFactAttribute()
        {
            Skip = MpiJob.SkipReason ?? SlurmCluster.SkipReason;
        }
    }
}
