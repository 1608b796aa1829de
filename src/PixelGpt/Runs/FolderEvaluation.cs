using PixelGpt.Data;
using PixelGpt.Evaluation.Distances;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Runs.Reports;

namespace PixelGpt.Runs;

/// <summary>Evaluates a model and writes <c>evaluation.json</c>, the report and the model's card.</summary>
internal static class FolderEvaluation
{
    /// <summary>Gets the splits, except train, that have complete sprites; if none has, which is so for very small data sets, train if it has.</summary>
    /// <param name="data">The data set.</param>
    public static string[] ScoredSplits(SpriteDataset data)
    {
        string[] complete = [.. data.Splits.Where(s => s.Value.Any(sprite => sprite.IsComplete)).Select(s => s.Key)];
        return complete is [SpriteDataset.Train] ? complete : [.. complete.Where(name => name != SpriteDataset.Train)];
    }

    /// <summary>Evaluates the model and writes the files.</summary>
    /// <param name="source">Where the model comes from.</param>
    /// <param name="model">The model.</param>
    /// <param name="noDistances">The reason why no distances are computed, for the report; null for none.</param>
    /// <param name="target">The output folder.</param>
    /// <param name="compute">Evaluates the model.</param>
    /// <param name="cancellationToken">Cancellation token; checked before the files are written.</param>
    /// <returns>The report, and whether the card of the model is up to date; the card is not if the user has edited it.</returns>
    /// <exception cref="InputException">The run or the model is damaged.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static (EvaluationReport Report, bool IsCardCurrent) Write(
        ModelSource source, PixelModel model, string? noDistances, RunFolder target, Func<ModelEvaluation> compute, CancellationToken cancellationToken)
    {
        // Load these first, so that a damaged run fails before the long evaluation.
        RunHistory history = source.LoadHistory();
        ModelDescription description = source.Describe(model);
        ModelEvaluation evaluation = compute();
        EvaluationReport report = evaluation.Report with { Model = description, NoDistances = noDistances };
        report = report with { Warnings = EvaluationWarnings.Find(report, history) };
        string page = RunReport.Write(evaluation with { Report = report }, history, source.Name);
        cancellationToken.ThrowIfCancellationRequested();
        report.Save(target.Evaluation);
        AtomicFile.WriteAllText(target.Report, page);
        bool isCardCurrent = !source.IsOwn(target) || ModelCard.Write(target);
        if (report.OriginalFid is { } fid) FidResultsFile.Write(target.FidResults, fid.Distance, report.Splits.First(s => s.Split == fid.Split).Accuracy);
        return (report, isCardCurrent);
    }
}
