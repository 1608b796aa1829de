using System.Globalization;
using PixelGpt.Gpu.Devices;
using PixelGpt.Gpu.Measuring;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Shows graphics processors and what was measured on one.</summary>
internal static class DeviceDisplay
{
    /// <summary>Shows devices.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<GpuDevice> devices)
    {
        if (devices.Count == 0)
        {
            console.WriteLine("No graphics processor was found: there is none, or its driver (CUDA or OpenCL) is not installed.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("device").AddColumn("name").AddColumn(new TableColumn("memory").RightAligned()).AddColumn(new TableColumn("multiprocessors").RightAligned()).AddColumn("version");
        foreach (GpuDevice device in devices)
            table.AddRow(device.Id, Markup.Escape(device.Name), Number($"{device.MemoryBytes / 1e9:0.0} GB"), Number($"{device.Multiprocessors}"), Markup.Escape(device.Version));
        console.Write(table);
    }

    /// <summary>Shows measurements.</summary>
    public static void Write(IAnsiConsole console, string name, double peak, GpuParity parity, IReadOnlyList<GpuSpeed> speeds)
    {
        console.WriteLine(Number($"{name}: {peak / 1e12:0.0} TFLOPS in single precision"));
        console.WriteLine(Number($"compared with the processor: logits differ by at most {parity.Logits:0.0e0}, gradients by {parity.Gradient:0.0e0} of their norm"));
        console.WriteLine(parity.IsRepeatable ? "two passes gave the same bits" : "two passes gave different bits");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("model").AddColumn(new TableColumn("s per epoch").RightAligned()).AddColumn(new TableColumn("of peak").RightAligned()).AddColumn(new TableColumn("completions per s").RightAligned());
        foreach (GpuSpeed speed in speeds)
            table.AddRow(Number($"{speed.Layers}×{speed.HiddenSize}"), Number($"{speed.SecondsPerEpoch:0.000}"), Number($"{100 * speed.ShareOfPeak:0} %"), Number($"{speed.CompletionsPerSecond:0}"));
        console.Write(table);
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
