using PixelGpt.Cli.Workflows;
using PixelGpt.Gpu.Devices;
using PixelGpt.Runs;

namespace PixelGpt.Tests.Cli;

/// <summary>Commands with <c>--device</c>, with a device that the processor emulates.</summary>
public sealed class DeviceCommandTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public DeviceCommandTests() => Environment.SetEnvironmentVariable("PIXELGPT_EMULATED_DEVICE", "1");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_run_is_trained_completed_and_evaluated_on_a_device()
    {
        string run = await _cli.TrainAsync("run", "--epochs", "1", "--device", "emulated");
        string reference = await _cli.TrainAsync("reference", "--epochs", "1");
        Assert.Equal("emulated", TrainingRecord.Load(new RunFolder(run).Record).Device);
        Assert.Equal(MetricsLog.Load(new RunFolder(reference).Metrics).Epochs[0].Loss, MetricsLog.Load(new RunFolder(run).Metrics).Epochs[0].Loss, 1e-3);

        CliResult completed = await CliFixture.RunAsync("complete", run, "--out", _cli["device"], "--device", "emulated"), onCpu = await CliFixture.RunAsync("complete", run, "--out", _cli["cpu"]);
        Assert.Equal((0, 0), (completed.Code, onCpu.Code));
        Assert.Contains("device   emulated, ", completed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("device ", onCpu.Out, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(new RunFolder(_cli["cpu"]).Reconstructions), File.ReadAllText(new RunFolder(_cli["device"]).Reconstructions));

        Assert.Equal(0, (await CliFixture.RunAsync("evaluate", run, "--split", "test", "--no-fid", "--out", _cli["evaluation"], "--device", "emulated")).Code);
        Assert.Equal(0, (await CliFixture.RunAsync("generate", run, "-n", "2", "--out", _cli["generated"], "--device", "emulated")).Code);

        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", run, "--epochs", "2");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains("note     the run was trained on the device emulated before; cpu gives slightly other results", resumed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu", "--device must be cpu, auto, cuda, opencl or one of 'pixelgpt devices', such as cuda:0 (got 'gpu')")]
    [InlineData("cuda:99", "cuda:99")]
    public async Task A_device_that_does_not_exist_is_refused_before_anything_is_written(string name, string message)
    {
        Assert.Contains(message, await CliFixture.RefusedAsync(_cli.TrainArguments("run", "--device", name)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli["run"]));
    }

    [Fact]
    public async Task What_only_the_processor_computes_is_refused_on_a_device_and_left_to_it_by_auto()
    {
        string run = await _cli.TrainAsync("run", "--epochs", "1");
        Assert.Equal("error: beam search is computed on the processor only; use --device cpu", (await CliFixture.RefusedAsync("complete", run, "--num-beams", "2", "--out", _cli["out"], "--device", "emulated")).Trim());
        Assert.Equal("error: distillation is computed on the processor only; use --device cpu", (await CliFixture.RefusedAsync(["distill", run, .. _cli.Source, "--out", _cli["student"], "--device", "emulated"])).Trim());
        CliResult auto = await CliFixture.RunAsync("complete", run, "--num-beams", "2", "--out", _cli["out"], "--device", "auto");
        Assert.Contains("device   cpu, because beam search is computed on the processor only", auto.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_selects_the_first_device_if_the_work_is_large_enough()
    {
        GpuDevice device = new(GpuDeviceType.Cuda, 0, "Card", 1, 1, "");
        Assert.Equal((null, "no graphics processor was found"), DeviceChoice.Choose([], 1_000_000, 1_000_000));
        Assert.Equal((null, "100,000 parameters × 6,384 tokens per step are too few for a graphics processor to be faster"), DeviceChoice.Choose([device], 100_000, 6_384));
        Assert.Equal((device, "1,000,000 parameters × 6,384 tokens per step are enough for it to be faster"), DeviceChoice.Choose([device], 1_000_000, 6_384));
    }
}
