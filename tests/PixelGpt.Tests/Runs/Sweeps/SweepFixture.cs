using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs.Sweeps;

/// <summary>A temporary folder for sweeps over learning rates of tiny models with 4 steps per epoch.</summary>
internal sealed class SweepFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SpriteDataset Data { get; } = TinyModels.Dataset();

    public void Dispose() => _folder.Dispose();

    public SweepFolder Folder(string name) => new(_folder[name]);

    public SweepPlan Plan(int halving, int seeds, int epochs, params double[] rates) => new()
    {
        Data = RunFixture.Reference,
        Dataset = DataDescription.Of(Data),
        Arguments = [],
        Settings = [.. rates.Select(rate => new SweepSetting
        {
            Values = [new SweepValue("lr", FormattableString.Invariant($"{rate}"))],
            Arguments = ["--lr", FormattableString.Invariant($"{rate}")],
            Recipe = RunFixture.Recipe with { Epochs = epochs, LearningRate = rate, BestMetric = SelectionMetric.DevLoss },
            Model = TinyModels.Config().ToJson(),
        })],
        Seeds = [.. Enumerable.Range(0, seeds).Select(i => (ulong)i)],
        Halving = halving,
    };

    /// <summary>Runs a sweep in this process, and stops it after a number of steps of all trials.</summary>
    /// <returns>Whether it is complete.</returns>
    public bool Run(Sweep sweep, int jobs = 1, int threads = 1, int? stopAfter = null)
    {
        using var source = new CancellationTokenSource();
        var runner = new TrialRunner(sweep.Folder, sweep.Plan, Data, new SavePolicy());
        var listener = new StopAfter(stopAfter ?? int.MaxValue, source);
        return new SweepRunner(sweep, (task, share, stop) => runner.Run(task, share, listener, stop), jobs, threads).Run(listener, source.Token);
    }

    /// <summary>Returns the ranking and all results without durations, as text that can be compared.</summary>
    public static string Result(Sweep sweep) => string.Join('\n', sweep.Rank().Select(s => $"{s}").Concat(
        sweep.Plan.Trials.Select(t => $"{t.Name} {sweep.ResultOf(t)! with { Seconds = 0 }}")));

    private sealed class StopAfter(int steps, CancellationTokenSource source) : ISweepListener
    {
        private int _left = steps;

        public void TrialStarted(SweepTask task)
        {
        }

        public void StepDone(SweepTask task, in StepReport report)
        {
            if (Interlocked.Decrement(ref _left) == 0) source.Cancel();
        }

        public void Warned(SweepTask task, string message)
        {
        }

        public void TrialFinished(SweepTask task, TrialResult result)
        {
        }
    }
}
