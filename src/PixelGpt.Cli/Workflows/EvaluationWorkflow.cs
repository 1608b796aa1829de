using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.Reports;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Scoring as a user goes through it.</summary>
internal sealed class EvaluationWorkflow(Session session, PixelModel model, RunFolder run)
{
    /// <summary>The splits beside train that hold whole sprites.</summary>
    public static string[] ScoredSplits(SpriteDataset data) =>
        [.. data.Splits.Where(s => s.Key != SpriteDataset.Train && s.Value.Any(sprite => sprite.IsComplete)).Select(s => s.Key)];

    /// <summary>Scores the model and leaves the figures and the report.</summary>
    /// <param name="data">The data.</param>
    /// <param name="splits">Which splits.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="noDistances">Why no distances are measured, where somebody should know.</param>
    /// <param name="target">Where the files go.</param>
    public EvaluationReport Run(SpriteDataset data, IReadOnlyList<string> splits, EvaluationOptions options, string? noDistances, RunFolder target)
    {
        // A damaged run is told before the work, not after it.
        var history = RunHistory.Load(run);
        var description = ModelDescription.Of(model, run);
        session.Progress.WriteLine($"scoring {string.Join(", ", splits)}");
        ModelEvaluation evaluation = EvaluationDisplay.Watch(session, progress => ModelEvaluation.Compute(model, data, splits, options, progress, session.CancellationToken));
        EvaluationReport report = evaluation.Report with { Model = description, NoDistances = noDistances };
        report = report with { Warnings = EvaluationWarnings.Find(report, history) };
        string page = RunReport.Write(evaluation with { Report = report }, history, NameOf(run));
        session.CancellationToken.ThrowIfCancellationRequested();
        report.Save(target.Evaluation);
        IO.AtomicFile.WriteAllText(target.Report, page);
        session.Progress.WriteLine($"report: {target.Report}");
        if (report.OriginalFid is { } fid)
        {
            FidResultsFile.Write(target.FidResults, fid.Distance.Fid);
            session.Progress.WriteLine($"{target.FidResults}: {FidResultsFile.Line(fid.Distance.Fid)}, protocol {fid.Distance.Protocol}, {fid.Split} {fid.Drawing}");
        }

        return report;
    }

    private static string NameOf(RunFolder folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));
}
