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

/// <summary>Evaluates a model and writes the report.</summary>
internal sealed class EvaluationWorkflow(Session session, PixelModel model, ModelSource source)
{
    /// <summary>Gets the splits, except train, that have complete sprites.</summary>
    public static string[] ScoredSplits(SpriteDataset data) =>
        [.. data.Splits.Where(s => s.Key != SpriteDataset.Train && s.Value.Any(sprite => sprite.IsComplete)).Select(s => s.Key)];

    /// <summary>Evaluates the model, and writes <c>evaluation.json</c> and the report.</summary>
    /// <param name="data">The data set to evaluate on.</param>
    /// <param name="splits">The names of the splits to evaluate.</param>
    /// <param name="options">The settings of the evaluation.</param>
    /// <param name="noDistances">The reason why no distances are computed, for the report; null for none.</param>
    /// <param name="target">The output folder.</param>
    public EvaluationReport Run(SpriteDataset data, IReadOnlyList<string> splits, EvaluationOptions options, string? noDistances, RunFolder target)
    {
        // Load these first, so that a damaged run fails before the long evaluation.
        var history = source.LoadHistory();
        var description = source.Describe(model);
        session.Progress.WriteLine($"evaluating {string.Join(", ", splits)}");
        ModelEvaluation evaluation = EvaluationDisplay.Run(session, progress => ModelEvaluation.Compute(model, data, splits, options, progress, session.CancellationToken));
        EvaluationReport report = evaluation.Report with { Model = description, NoDistances = noDistances };
        report = report with { Warnings = EvaluationWarnings.Find(report, history) };
        string page = RunReport.Write(evaluation with { Report = report }, history, source.Name);
        session.CancellationToken.ThrowIfCancellationRequested();
        report.Save(target.Evaluation);
        IO.AtomicFile.WriteAllText(target.Report, page);
        session.Progress.WriteLine($"report: {target.Report}");
        if (source.IsOwn(target) && !ModelCard.Write(target)) session.Progress.WriteLine(CardDisplay.Edited);
        if (report.OriginalFid is { } fid)
        {
            FidResultsFile.Write(target.FidResults, fid.Distance.Fid);
            session.Progress.WriteLine($"{target.FidResults}: {FidResultsFile.Line(fid.Distance.Fid)}, protocol {fid.Distance.Protocol}, {fid.Completions} completions of {fid.Split}");
        }

        return report;
    }
}
