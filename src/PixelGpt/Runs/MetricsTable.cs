using System.Globalization;
using System.Text;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The metrics of each epoch as comma-separated values, for spreadsheets: a line with the names of <c>metrics.jsonl</c>, and one line per epoch. A value that is unknown is empty.</summary>
internal static class MetricsTable
{
    private static readonly (string Name, Func<EpochMetrics, double?> Value)[] Columns =
    [
        ("epoch", m => m.Epoch),
        ("loss", m => m.Loss),
        ("dev_loss", m => m.DevLoss),
        ("accuracy", m => m.Accuracy),
        ("train_seconds", m => m.TrainSeconds),
        ("eval_seconds", m => m.EvalSeconds),
        ("tokens_per_second", m => m.TokensPerSecond),
        ("learning_rate", m => m.LearningRate),
        ("grad_norm", m => m.GradNorm),
        ("skipped_steps", m => m.SkippedSteps),
    ];

    /// <summary>Formats epochs.</summary>
    /// <param name="epochs">The metrics of each epoch.</param>
    /// <returns>The table, with line feeds. Numbers have a point as decimal separator and as many digits as are needed to read the same value.</returns>
    public static string Write(IReadOnlyList<EpochMetrics> epochs)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns.Select(c => c.Name)).Append('\n');
        foreach (EpochMetrics epoch in epochs) text.AppendJoin(',', Columns.Select(c => c.Value(epoch)?.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }
}
