using PixelGpt.Data;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Tests.Training;

/// <summary>Runs that are trained on a device, stopped, and resumed on the same device or another.</summary>
[Collection(EmulatedDevice.Collection)]
public sealed class DeviceRunTests(EmulatedDevice device) : IDisposable
{
    private static readonly TrainingRecipe Recipe = new() { Epochs = 2, BatchSize = 4, Seed = 2, LearningRate = 1e-2, Ema = 0.8, AdamEpsilon = 1e-3 };
    private static readonly DataReference Reference = new() { Source = "stripes" };
    private readonly SpriteDataset _data = TinyModels.Dataset(10, 3, 3);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_stopped_run_continues_with_the_same_bits_on_the_same_device()
    {
        RunFolder whole = Start("whole", device.Device), stopped = Start("stopped", device.Device, stopAfter: 2);
        Resume(stopped, device.Device);
        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(stopped.Weights));
        Assert.Equal(File.ReadAllBytes(whole.Checkpoint), File.ReadAllBytes(stopped.Checkpoint));
        Assert.Equal("emulated", TrainingRecord.Load(stopped.Record).Device);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_continues_on_the_other_device_close_to_the_processor_alone(bool startsOnDevice)
    {
        RunFolder alone = Start("alone", null), mixed = Start("mixed", startsOnDevice ? device.Device : null, stopAfter: 4);
        Resume(mixed, startsOnDevice ? null : device.Device);
        IReadOnlyList<EpochMetrics> expected = MetricsLog.Load(alone.Metrics).Epochs, actual = MetricsLog.Load(mixed.Metrics).Epochs;
        Assert.Equal(2, actual.Count);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(expected[i].Loss, actual[i].Loss, 1e-3);
            Assert.Equal(expected[i].DevLoss!.Value, actual[i].DevLoss!.Value, 1e-3);
        }

        Assert.Equal(startsOnDevice ? null : "emulated", TrainingRecord.Load(mixed.Record).Device);
    }

    public void Dispose() => _folder.Dispose();

    private RunFolder Start(string name, ComputeDevice? on, int stopAfter = int.MaxValue)
    {
        var folder = new RunFolder(_folder[name]);
        using var run = TrainingRun.Create(folder, TinyModels.Config(), Reference, _data, Recipe, 1, device: on);
        Train(run, stopAfter);
        return folder;
    }

    private void Resume(RunFolder folder, ComputeDevice? on)
    {
        using var run = TrainingRun.Resume(folder, Reference, _data, epochs: null, 1, device: on);
        Train(run, int.MaxValue);
    }

    private static void Train(TrainingRun run, int stopAfter)
    {
        using var stop = new CancellationTokenSource();
        Assert.Equal(stopAfter == int.MaxValue, run.Train(new StopAfter(stopAfter, stop), stop.Token));
    }

    private sealed class StopAfter(int steps, CancellationTokenSource stop) : IRunListener
    {
        private int _steps;

        public void StepDone(in StepReport report)
        {
            if (++_steps == steps) stop.Cancel();
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
