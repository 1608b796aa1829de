using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Evaluates a model and writes the report.</summary>
internal sealed class EvaluationWorkflow(Session session, PixelModel model, ModelSource source)
{
    /// <summary>Evaluates the model, and writes <c>evaluation.json</c> and the report. Ranks other than 0 only take part in the evaluation.</summary>
    /// <param name="data">The data set to evaluate on.</param>
    /// <param name="splits">The names of the splits to evaluate.</param>
    /// <param name="options">The settings of the evaluation.</param>
    /// <param name="noDistances">The reason why no distances are computed, for the report; null for none.</param>
    /// <param name="target">The output folder.</param>
    public EvaluationReport Run(SpriteDataset data, IReadOnlyList<string> splits, EvaluationOptions options, string? noDistances, RunFolder target)
    {
        ModelEvaluation? computed = null;
        ModelEvaluation Compute()
        {
            session.Progress.WriteLine($"evaluating {string.Join(", ", splits)}");
            return computed = EvaluationDisplay.Run(session, progress => ModelEvaluation.Compute(model, data, splits, options, progress, session.CancellationToken));
        }

        if (!session.IsRoot) return Compute().Report;
        EvaluationReport report;
        bool isCardCurrent;
        try
        {
            (report, isCardCurrent) = FolderEvaluation.Write(source, model, noDistances, target, Compute, session.CancellationToken);
        }
        catch (FailureException) when (computed is not null)
        {
            // The figures took long to compute, so they are shown even if the disk is full.
            EvaluationDisplay.Write(session.Console, computed.Report);
            throw;
        }

        session.Progress.WriteLine($"report: {target.Report}");
        if (!isCardCurrent) session.Progress.WriteLine(CardDisplay.Edited);
        if (report.OriginalFid is { } fid)
            session.Progress.WriteLine($"{target.FidResults}: {FidResultsFile.Line(fid.Distance.Frechet)}, protocol {fid.Distance.Protocol}, {fid.Completions} completions of {fid.Split}");
        return report;
    }
}
