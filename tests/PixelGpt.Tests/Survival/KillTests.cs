using System.Diagnostics;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;
using Xunit.Abstractions;

namespace PixelGpt.Tests.Survival;

/// <summary>
/// Training processes are killed at random instants, saves included, and must go on to the bits of a run that never was.
/// A few kills every time; <c>PIXELGPT_KILLS=200</c> for so many.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Epochs = 25;

    private readonly CliFixture _bench = new();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("PIXELGPT_KILLS"), out int kills) ? kills : 6;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_run_killed_at_any_instant_goes_on_to_the_same_bits()
    {
        var random = new PhiloxRandom(6);
        int kills = 0, amidSave = 0, runs = 0;
        while (kills < Kills)
        {
            string name = $"run{runs++}";
            string[] seed = ["--seed", $"{runs}", "--epochs", $"{Epochs}"];
            var folder = new RunFolder(_bench[name]);
            long reached = -1;

            // A run that ended before it was killed is gone on with too, to no effect.
            string[] Arguments() => [.. File.Exists(folder.Record) ? ["train", "--resume", "--out", folder.Path] : _bench.TrainArguments(name, seed), "--checkpoint-every", "1e-9", "--quiet"];
            while (kills < Kills && !await KillAsync(Arguments(), folder, early: random.NextInt32(4) == 0, random.NextInt32(200)))
            {
                kills++;
                if (Directory.Exists(folder.Path) && Directory.EnumerateFiles(folder.Path, ".*.tmp").Any()) amidSave++;
                long step = CheckIsWhole(folder);
                Assert.True(step >= reached, $"after {reached} steps were safe, only {step} are");
                reached = step;
            }

            await EndAsync(Arguments());
            RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync($"whole{runs}", seed)), folder);
            Assert.Empty(Directory.EnumerateFiles(folder.Path, ".*.tmp"));
        }

        output.WriteLine($"{kills} kills over {runs} runs of {Epochs} epochs, {amidSave} of them while a file was being written");
    }

    /// <summary>Starts a process and kills it at a random instant: one in four while it starts, others after it has saved something.</summary>
    /// <returns>Whether it ended by itself first.</returns>
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

    /// <summary>Every file there is can be read as it is, and the metrics are neither short of what is safe nor doubled.</summary>
    /// <returns>The step of the newest checkpoint; -1 if there is none.</returns>
    private static long CheckIsWhole(RunFolder folder)
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
