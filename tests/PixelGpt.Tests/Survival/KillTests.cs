using System.Diagnostics;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Survival;

/// <summary>
/// Kills training processes at random times, also during saves. The resumed run must be bit-identical to an uninterrupted
/// one. The environment variable <c>PIXELGPT_KILLS</c> sets the number of kills.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Epochs = 25;

    private readonly CliFixture _fixture = new();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("PIXELGPT_KILLS"), out int kills) ? kills : 6;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_run_killed_at_any_time_resumes_bit_identically()
    {
        var random = new PhiloxRandom(6);
        int kills = 0, duringSave = 0, runs = 0;
        while (kills < Kills)
        {
            string name = $"run{runs++}";
            string[] seed = ["--seed", $"{runs}", "--epochs", $"{Epochs}"];
            var folder = new RunFolder(_fixture[name]);
            long reached = -1;

            // A run that ended before it was killed is also resumed, which has no effect.
            string[] Arguments() => [.. File.Exists(folder.Record) ? ["train", "--resume", "--out", folder.Path] : _fixture.TrainArguments(name, seed), "--checkpoint-every", "1e-9", "--quiet"];
            while (kills < Kills && !await KillAsync(Arguments(), folder, early: random.NextInt32(4) == 0, random.NextInt32(200)))
            {
                kills++;
                if (Directory.Exists(folder.Path) && Directory.EnumerateFiles(folder.Path, ".*.tmp").Any()) duringSave++;
                long step = CheckFiles(folder);
                Assert.True(step >= reached, $"the checkpoint was at step {reached} and is now at step {step}");
                reached = step;
            }

            await EndAsync(Arguments());
            RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync($"whole{runs}", seed)), folder);
            Assert.Empty(Directory.EnumerateFiles(folder.Path, ".*.tmp"));
        }

        output.WriteLine($"{kills} kills over {runs} runs of {Epochs} epochs, {duringSave} of them while a file was being written");
    }

    /// <summary>Starts a process and kills it at a random time: one in four during its start, the others after its first save.</summary>
    /// <returns>Whether the process ended before it was killed.</returns>
    private static async Task<bool> KillAsync(string[] arguments, RunFolder folder, bool early, int wait)
    {
        DateTime before = File.GetLastWriteTimeUtc(folder.Checkpoint);
        using Process training = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, .. arguments]);
        if (early) wait *= 2;
        while (!early && !training.HasExited && File.GetLastWriteTimeUtc(folder.Checkpoint) == before) await Task.Delay(1);
        if (training.WaitForExit(wait))
        {
            Assert.Equal(0, training.ExitCode);
            return true;
        }

        training.Kill();
        await training.WaitForExitAsync();
        return false;
    }

    private static async Task EndAsync(string[] arguments)
    {
        using Process training = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, .. arguments], start => start.RedirectStandardError = true);
        Task<string> error = training.StandardError.ReadToEndAsync();
        string text = await ProgramProcess.EndAsync(training);
        Assert.True(training.ExitCode == 0, text + await error);
    }

    /// <summary>Asserts that all files can be read, and that the metrics have each epoch of the checkpoint exactly once.</summary>
    /// <returns>The step of the newest checkpoint; −1 if there is none.</returns>
    private static long CheckFiles(RunFolder folder)
    {
        if (File.Exists(folder.Record)) _ = TrainingRecord.Load(folder.Record);
        if (File.Exists(folder.Weights)) _ = ModelFolder.Load(folder.Path);
        var metrics = MetricsLog.Load(folder.Metrics);
        metrics.CheckComplete(metrics.Epochs.Count);
        string checkpoint = File.Exists(folder.Checkpoint) ? folder.Checkpoint : folder.PreviousCheckpoint;
        if (!File.Exists(checkpoint)) return -1;
        var state = Checkpoint.ReadState(checkpoint);
        metrics.CheckComplete(state.Epoch);
        return state.Step;
    }
}
