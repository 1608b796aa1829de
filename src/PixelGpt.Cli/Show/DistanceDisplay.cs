using PixelGpt.Evaluation.Distances;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints distances, one per line, with the settings that they depend on.</summary>
internal static class DistanceDisplay
{
    public static void Write(IAnsiConsole console, DistanceReport report)
    {
        console.WriteLine($"protocol {report.Protocol}: {DistanceProtocol.Find(report.Protocol).Summary}");
        console.WriteLine($"network  {report.Network}");
        console.WriteLine($"pictures {Count(report.Pictures)} generated, {Count(report.ReferencePictures)} true; seed {report.Seed}");
        console.WriteLine();
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn("").AddColumn(new TableColumn("").RightAligned()).AddColumn("");
        table.AddRow(report.Metric, $"{report.Frechet:0.0000}", Markup.Escape(Interval(report)));
        if (report.FrechetOfTrueHalves is { } halves) table.AddRow("", $"{halves:0.0000}", $"for comparison: between two halves of the true pictures, {report.TrueHalf} each");
        table.AddRow(report.KernelMetric, report.Kernel is { } kid ? $"{kid:0.00000}" : "–", report.Kernel is null ? "" : $"± {report.KernelDeviation:0.00000} over {report.KernelSubsets} subsets of {report.KernelSubsetSize}");
        table.AddRow("precision", Ratio(report.Precision), Neighbors(report.PrecisionNeighbors));
        table.AddRow("recall", Ratio(report.Recall), Neighbors(report.PrecisionNeighbors));
        table.AddRow("density", Ratio(report.Density), Neighbors(report.CoverageNeighbors));
        table.AddRow("coverage", Ratio(report.Coverage), Neighbors(report.CoverageNeighbors));
        console.WriteFitted(table);
        console.WriteLine();
        console.WriteLine($"{report.Metric} is {report.FrechetBias}");
        if (report.Warning is { } warning) console.WriteLine($"warning: {warning}");
    }

    private static string Interval(DistanceReport report) => report.FrechetLow is { } low
        ? $"{low:0.0000} to {report.FrechetHigh:0.0000}, 95 % confidence interval ({report.Resamples} resamples of {Resampled(report.Resampled)})"
        : "no confidence interval";

    private static string Resampled(string? resampled) => resampled switch
    {
        "both" => "both sets",
        "pictures" => "the generated pictures",
        "reference" => "the true pictures",
        _ => "pairs",
    };

    private static string Count(int? count) => count is { } known ? $"{known}" : "an unknown number of";

    private static string Ratio(double? value) => value is { } ratio ? $"{ratio:0.0000}" : "–";

    private static string Neighbors(int? k) => k is { } known ? $"k = {known}" : "";
}
