using System.Text.Json.Nodes;
using PixelGpt.Benchmarking;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Models;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Runs a benchmark and shows its figures.</summary>
internal static class BenchmarkWorkflow
{
    /// <summary>Runs the benchmark and shows what is being measured.</summary>
    public static BenchmarkReport Run(Session session, Benchmark benchmark, bool quick)
    {
        if (!session.IsLive) return benchmark.Run(quick, session.Progress.WriteLine, session.CancellationToken);
        return session.Progress.Status().Start("starting", status => benchmark.Run(quick, what => status.Status(Markup.Escape(what)), session.CancellationToken));
    }

    /// <summary>Prints the figures as a table.</summary>
    public static void Write(IAnsiConsole console, BenchmarkReport report, ModelConfig config)
    {
        console.WriteLine($"{report.Machine}; {DisplayFormat.Plural(report.Threads, "thread")}");
        TransformerDescription shape = config.Description;
        console.WriteLine($"{config.Family.ModelType}, {DisplayFormat.Plural(shape.Layers, "layer")}, hidden size {shape.HiddenSize}, {DisplayFormat.Plural(shape.Heads, "head")}");
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in (string[])["", "median (min–max)", "measurements", "fraction of peak"])
            table.AddColumn(new TableColumn(column) { Alignment = column.Length == 0 ? Justify.Left : Justify.Right });
        void Row(string label, string value, string measurements = "", double? fractionOfPeak = null) => table.AddRow(Markup.Escape(label), value, measurements, fractionOfPeak is { } fraction ? DisplayFormat.Percent(fraction) : "");
        void Measured(string label, MeasurementSummary spread, double? fractionOfPeak = null) => Row(label, $"{spread}", $"{spread.Count}", fractionOfPeak);

        Row("peak, GFLOP/s", $"{report.PeakGigaflops:0.0}");
        if (report.Threads > 1) Row("peak of one thread, GFLOP/s", $"{report.PeakGigaflopsOneThread:0.0}");
        Measured(report.Train.IsEstimate ? "training, s per epoch (estimated from steps)" : "training, s per epoch", report.Train.SecondsPerEpoch, report.Train.FractionOfPeak);
        Measured("one picture on one thread, ms to first pixel", report.CompleteOne.FirstPixelMilliseconds);
        Measured("one picture on one thread, ms", report.CompleteOne.Milliseconds, report.CompleteOne.FractionOfPeak);
        Measured($"{report.CompleteBatch.Pictures} pictures at once, s", report.CompleteBatch.Seconds, report.CompleteBatch.FractionOfPeak);
        Row("peak resident memory, MiB", $"{report.PeakMegabytes:0}");
        console.WriteFitted(table);
        console.WriteLine($"{DisplayFormat.Count(report.Train.PixelsPerSecond)} pixels/s in training, {DisplayFormat.Count(report.CompleteBatch.PixelsPerSecond)} pixels/s generated in batches; measured in {report.Seconds:0} s");
    }

    /// <summary>Creates the JSON object of the figures.</summary>
    public static JsonObject ToJson(BenchmarkReport report, ModelConfig config, SpriteDataset data)
    {
        TransformerDescription shape = config.Description;
        TrainingFigures train = report.Train;
        OnePictureFigures one = report.CompleteOne;
        BatchFigures batch = report.CompleteBatch;
        return new JsonObject
        {
            ["machine"] = new JsonObject
            {
                ["processor"] = report.Machine.Processor,
                ["cores"] = report.Machine.Cores,
                ["kernels"] = report.Machine.Kernels,
                ["runtime"] = report.Machine.Runtime,
                ["system"] = report.Machine.System,
            },
            ["model"] = new JsonObject
            {
                ["model_type"] = config.Family.ModelType,
                ["layers"] = shape.Layers,
                ["hidden_size"] = shape.HiddenSize,
                ["heads"] = shape.Heads,
            },
            ["data"] = new JsonObject { ["name"] = data.Name, ["width"] = data.Width, ["height"] = data.Height, ["train"] = train.Pictures },
            ["threads"] = report.Threads,
            ["peak_gflops"] = report.PeakGigaflops,
            ["peak_gflops_one_thread"] = report.PeakGigaflopsOneThread,
            ["train"] = new JsonObject
            {
                ["share_of_peak"] = train.FractionOfPeak,
                ["seconds_per_epoch"] = train.SecondsPerEpoch.Median,
                ["seconds_per_epoch_min"] = train.SecondsPerEpoch.Min,
                ["seconds_per_epoch_max"] = train.SecondsPerEpoch.Max,
                ["measured"] = train.SecondsPerEpoch.Count,
                ["is_estimate"] = train.IsEstimate,
                ["gflop_per_epoch"] = train.Operations / 1e9,
                ["pixels_per_second"] = train.PixelsPerSecond,
            },
            ["complete_one"] = new JsonObject
            {
                ["milliseconds"] = one.Milliseconds.Median,
                ["milliseconds_min"] = one.Milliseconds.Min,
                ["milliseconds_max"] = one.Milliseconds.Max,
                ["measured"] = one.Milliseconds.Count,
                ["first_pixel_milliseconds"] = one.FirstPixelMilliseconds.Median,
                ["pixels_drawn"] = one.PixelsGenerated,
                ["share_of_peak"] = one.FractionOfPeak,
            },
            ["complete_batch"] = new JsonObject
            {
                ["pictures"] = batch.Pictures,
                ["share_of_peak"] = batch.FractionOfPeak,
                ["seconds"] = batch.Seconds.Median,
                ["seconds_min"] = batch.Seconds.Min,
                ["seconds_max"] = batch.Seconds.Max,
                ["measured"] = batch.Seconds.Count,
                ["pixels_per_second"] = batch.PixelsPerSecond,
            },
            ["peak_megabytes"] = report.PeakMegabytes,
            ["seconds"] = report.Seconds,
        };
    }
}
