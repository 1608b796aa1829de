using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

/// <summary>Trains tiny runs of 4 steps per epoch, with stops where a test needs them.</summary>
internal sealed class RunFixture : IDisposable
{
    public static readonly TrainingRecipe Recipe = new() { Epochs = 3, BatchSize = 6, Seed = 2, LearningRate = 1e-2 };

    public static readonly DataReference Reference = new() { Source = "stripes" };

    private readonly TemporaryFolder _folder = new();

    public SpriteDataset Data { get; } = TinyModels.Dataset();

    public void Dispose() => _folder.Dispose();

    public RunFolder Folder(string name) => new(_folder[name]);

    /// <summary>Creates a run without training it.</summary>
    public RunFolder Create(string name, TrainingRecipe? recipe = null, SpriteDataset? data = null)
    {
        RunFolder folder = Folder(name);
        TrainingRun.Create(folder, TinyModels.Config(), Reference, data ?? Data, recipe ?? Recipe, 1).Dispose();
        return folder;
    }

    /// <summary>Creates a run and trains it to its end or for a number of steps.</summary>
    public RunFolder Train(string name, TrainingRecipe? recipe = null, int? stopAfter = null, SpriteDataset? data = null)
    {
        RunFolder folder = Folder(name);
        using var run = TrainingRun.Create(folder, TinyModels.Config(), Reference, data ?? Data, recipe ?? Recipe, 2);
        Train(run, stopAfter);
        return folder;
    }

    /// <summary>Resumes a run and trains it to its end or for a number of steps.</summary>
    public void Resume(RunFolder folder, int? epochs = null, int? stopAfter = null, int threads = 1)
    {
        using var run = TrainingRun.Resume(folder, Reference, Data, epochs, threads);
        Train(run, stopAfter);
    }

    /// <summary>Asserts that two runs have bit-identical weights and checkpoints, and the same metrics except for times.</summary>
    public static void AssertSame(RunFolder expected, RunFolder actual)
    {
        Assert.Equal(File.ReadAllBytes(expected.Weights), File.ReadAllBytes(actual.Weights));
        Assert.Equal(File.ReadAllBytes(expected.Checkpoint), File.ReadAllBytes(actual.Checkpoint));
        Assert.Equal(MetricsWithoutTimes(expected), MetricsWithoutTimes(actual));
    }

    /// <summary>Gets the metrics of a run without times.</summary>
    public static EpochMetrics[] MetricsWithoutTimes(RunFolder folder) =>
        [.. MetricsLog.Load(folder.Metrics).Epochs.Select(m => m with { TrainSeconds = 0, EvalSeconds = 0, TokensPerSecond = 0 })];

    /// <summary>Asserts that an action is refused and does not change any file of the run. Returns the error message.</summary>
    public static string AssertRefused(RunFolder folder, Action action)
    {
        Dictionary<string, string> before = Files(folder);
        string message = Assert.Throws<InputException>(action).Message;
        Assert.Equal(before, Files(folder));
        return message;
    }

    private static Dictionary<string, string> Files(RunFolder folder) =>
        Directory.GetFiles(folder.Path).Where(path => path != folder.Lock).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));

    /// <summary>Trains a run to its end or for a number of steps.</summary>
    internal static void Train(TrainingRun run, int? stopAfter)
    {
        using var source = new CancellationTokenSource();
        if (stopAfter == 0) source.Cancel();
        Assert.Equal(stopAfter is null, run.Train(new StopAfter(stopAfter ?? int.MaxValue, source), source.Token));
    }

    private sealed class StopAfter(int steps, CancellationTokenSource source) : IRunListener
    {
        public void StepDone(in StepReport report)
        {
            if (--steps == 0) source.Cancel();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
