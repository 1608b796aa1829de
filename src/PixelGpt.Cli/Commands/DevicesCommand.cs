using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Devices;
using PixelGpt.Gpu.Measuring;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt devices</c></summary>
internal sealed class DevicesCommand : Command, IRunnable
{
    /// <summary>Layers and hidden sizes of the models that are measured.</summary>
    private static readonly (int Layers, int HiddenSize)[] Models = [(2, 64), (6, 64), (8, 256), (12, 384)];

    private readonly Option<string?> _measure = new("--measure") { Description = "Compare the results of a device with those of the processor and measure its speed, in a few minutes.", HelpName = "DEVICE" };

    public DevicesCommand()
        : base("devices", "List the graphics processors of this machine, or measure one.") => Options.Add(_measure);

    public IReadOnlyList<string> Examples => ["pixelgpt devices", "pixelgpt devices --measure cuda:0"];

    public Task<int> RunAsync(Session session)
    {
        if (session.Get(_measure) is { } id)
        {
            Measure(session, id);
            return Task.FromResult(ExitCode.Success);
        }

        IReadOnlyList<GpuDevice> devices = GpuDevices.All();
        var json = new JsonObject
        {
            ["devices"] = new JsonArray([.. devices.Select(device => new JsonObject
            {
                ["id"] = device.Id,
                ["name"] = device.Name,
                ["memory_bytes"] = device.MemoryBytes,
                ["multiprocessors"] = device.Multiprocessors,
                ["version"] = device.Version,
            })]),
        };
        session.WriteResult(json, console => DeviceDisplay.Write(console, devices));
        return Task.FromResult(ExitCode.Success);
    }

    private static void Measure(Session session, string id)
    {
        if (id == DeviceNames.Cpu) throw new InputException("--measure requires a graphics processor, such as cuda:0; 'pixelgpt bench' measures the processor");
        using var connection = GpuConnection.Open(id);
        using var engine = new GpuEngine(connection.Accelerator);
        var measurement = new GpuMeasurement(engine);
        double peak = measurement.MeasurePeak();
        GpuParity parity = measurement.CompareWithProcessor();
        GpuSpeed[] speeds = [.. Models.Select(model =>
        {
            session.CancellationToken.ThrowIfCancellationRequested();
            return measurement.Measure(model.Layers, model.HiddenSize, peak);
        })];
        var json = new JsonObject
        {
            ["id"] = id,
            ["name"] = connection.Accelerator.Name,
            ["peak_flops"] = peak,
            ["logit_difference"] = parity.Logits,
            ["gradient_difference"] = parity.Gradient,
            ["repeatable"] = parity.IsRepeatable,
            ["models"] = new JsonArray([.. speeds.Select(speed => new JsonObject
            {
                ["layers"] = speed.Layers,
                ["hidden_size"] = speed.HiddenSize,
                ["seconds_per_epoch"] = speed.SecondsPerEpoch,
                ["share_of_peak"] = speed.ShareOfPeak,
                ["completions_per_second"] = speed.CompletionsPerSecond,
            })]),
        };
        session.WriteResult(json, console => DeviceDisplay.Write(console, connection.Accelerator.Name, peak, parity, speeds));
    }
}
