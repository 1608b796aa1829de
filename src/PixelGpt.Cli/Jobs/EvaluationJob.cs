using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Jobs;

/// <summary>Scoring as a user goes through it.</summary>
internal static class EvaluationJob
{
    /// <summary>The splits beside train that hold whole sprites.</summary>
    public static string[] ScoredSplits(SpriteDataset data) =>
        [.. data.Splits.Where(s => s.Key != SpriteDataset.Train && s.Value.Any(sprite => sprite.IsComplete)).Select(s => s.Key)];

    public static EvaluationReport Run(Session session, PixelModel model, SpriteDataset data, IReadOnlyList<string> splits, double keep, int threads, RunFolder folder)
    {
        session.Progress.WriteLine($"scoring {string.Join(", ", splits)}");
        EvaluationReport report = EvaluationReport.Compute(model, data, splits, keep, threads, session.Stop);
        report.Save(folder.Evaluation);
        return report;
    }

    public static void Show(IAnsiConsole console, EvaluationReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in (string[])["split", "sprites", "accuracy", "nats/pixel", "nats/pixel, completed", "bits/pixel"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (SplitEvaluation split in report.Splits)
            table.AddRow(split.Split, $"{split.Sprites}", Words.Percent(split.Accuracy), $"{split.Nll:0.0000}", $"{split.NllCompleted:0.0000}", $"{split.BitsPerPixel:0.0000}");
        console.Write(table);
    }
}
