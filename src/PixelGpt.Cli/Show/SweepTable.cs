using PixelGpt.Runs.Sweeps;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Creates the table of a sweep: one row per setting, the best first.</summary>
internal static class SweepTable
{
    /// <summary>Creates the table.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="scores">The ranking.</param>
    /// <param name="maxRows">The greatest number of rows; the others are counted in the last one.</param>
    /// <param name="epochs">Returns the epochs of a setting as text.</param>
    /// <param name="left">Returns the time left of a setting as text; null for a table without this column.</param>
    public static Table Create(SweepPlan plan, IReadOnlyList<SettingScore> scores, int maxRows, Func<SettingScore, string> epochs, Func<SettingScore, string>? left)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("rank").RightAligned()).AddColumn("setting").AddColumn(new TableColumn("epochs").RightAligned());
        table.AddColumn(new TableColumn("dev loss").RightAligned());
        if (plan.TrialsPerSetting > 1) table.AddColumn("range");
        table.AddColumn("state");
        if (left is not null) table.AddColumn(new TableColumn("left").RightAligned());
        for (int i = 0; i < Math.Min(maxRows, scores.Count); i++)
        {
            SettingScore score = scores[i];
            List<string> cells = [score.DevLoss is null ? "–" : $"{i + 1}", score.Label, epochs(score), DisplayFormat.Nats(score.DevLoss)];
            if (plan.TrialsPerSetting > 1) cells.Add(score.Scored > 1 ? $"{score.Lowest:0.000} to {score.Highest:0.000}" : "");
            cells.Add(State(plan, score));
            if (left is not null) cells.Add(left(score));
            table.AddRow(cells.Select((text, column) => column == 1 ? new Text(text) : new Text(text) { Overflow = Overflow.Ellipsis }));
        }

        if (scores.Count > maxRows) table.AddRow(new Text(""), new Text($"and {DisplayFormat.Plural(scores.Count - maxRows, "other setting")}"));
        return table;
    }

    private static string State(SweepPlan plan, SettingScore score)
    {
        string state = score.State switch
        {
            SettingState.Waiting => "waiting",
            SettingState.Running => "training",
            SettingState.RungDone => "rung done",
            SettingState.Stopped => "stopped",
            SettingState.Done => "done",
            _ => "failed",
        };
        return score.Failed > 0 && score.State != SettingState.Failed ? $"{state}, {score.Failed} of {plan.TrialsPerSetting} failed" : state;
    }
}
