using System.Text.Json.Nodes;
using PixelGpt.Benchmarking;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Models;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>A benchmark as a user goes through it.</summary>
internal static class BenchmarkWorkflow
{
    /// <summary>Measures, saying what.</summary>
    public static BenchmarkReport Run(Session session, Benchmark benchmark, bool quick)
    {
        if (!session.IsLive) return benchmark.Run(quick, session.Progress.WriteLine, session.Stop);
        return session.Progress.Status().Start("starting", status => benchmark.Run(quick, what => status.Status(Markup.Escape(what)), session.Stop));
    }

    /// <summary>The figures as a table.</summary>
    public static void Show(IAnsiConsole console, BenchmarkReport report, ModelConfig config)
    {
        console.WriteLine($"{report.Machine}; {report.Threads} threads");
        TransformerDescription shape = config.Description;
        console.WriteLine($"{config.Family.ModelType}, {shape.Layers} layers of {shape.HiddenSize} dimensions, {shape.Heads} heads");
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in (string[])["", "median (least–greatest)", "measured", "of peak"])
            table.AddColumn(new TableColumn(column) { Alignment = column.Length == 0 ? Justify.Left : Justify.Right });
        void Row(string what, string value, string times = "", double? share = null) => table.AddRow(Markup.Escape(what), value, times, share is { } s ? Words.Percent(s) : "");
        void Measured(string what, MeasurementSummary spread, double? share = null) => Row(what, $"{spread}", $"{spread.Count} times", share);

        Row("peak, GFLOP/s", $"{report.PeakGigaflops:0.0}");
        if (report.Threads > 1) Row("peak of one thread, GFLOP/s", $"{report.PeakGigaflopsOneThread:0.0}");
        Measured(report.Train.IsEstimate ? "training, s an epoch, told from steps" : "training, s an epoch", report.Train.SecondsPerEpoch, report.Train.ShareOfPeak);
        Measured("one picture on one thread, ms to the first pixel", report.CompleteOne.FirstPixelMilliseconds);
        Measured("one picture on one thread, ms to the last", report.CompleteOne.Milliseconds, report.CompleteOne.ShareOfPeak);
        Measured($"{report.CompleteBatch.Pictures} pictures at once, s", report.CompleteBatch.Seconds, report.CompleteBatch.ShareOfPeak);
        Row("peak resident memory, MiB", $"{report.PeakMegabytes:0}");
        console.Write(table);
        console.WriteLine($"{Words.Count(report.Train.PixelsPerSecond)} pixels/s in training, {Words.Count(report.CompleteBatch.PixelsPerSecond)} pixels/s drawn; measured in {report.Seconds:0} s");
    }

    /// <summary>The figures for programs.</summary>
    public static JsonObject Json(BenchmarkReport report, ModelConfig config, SpriteDataset data)
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
                ["share_of_peak"] = train.ShareOfPeak,
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
                ["pixels_drawn"] = one.PixelsDrawn,
                ["share_of_peak"] = one.ShareOfPeak,
            },
            ["complete_batch"] = new JsonObject
            {
                ["pictures"] = batch.Pictures,
                ["share_of_peak"] = batch.ShareOfPeak,
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
