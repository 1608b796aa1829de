using PixelGpt.Judging;
using PixelGpt.Judging.Measures;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>A judge's figures and verdicts as people read them.</summary>
internal static class JudgeDisplay
{
    /// <summary>How good a judge is.</summary>
    public static void Write(IAnsiConsole console, JudgeRecord record)
    {
        JudgeFigures figures = record.Test ?? record.Dev;
        console.WriteLine();
        console.WriteLine($"figures on {figures.Sprites} {figures.Split} sprites{(record.Test is null ? ", on which threshold and temperature were chosen: there is no test split known whole" : ", which nothing was trained or chosen on")}");
        Table table = Columns("negatives", "ROC AUC", "judged real", "ROC AUC unseen", "judged real unseen", "what they are");
        for (int i = 0; i < figures.Kinds.Count; i++)
        {
            KindFigures kind = figures.Kinds[i];
            KindFigures? unseen = record.HeldOutKinds.FirstOrDefault(k => k.Kind == kind.Kind);
            table.AddRow(kind.Kind, $"{kind.Auc:0.000}", DisplayFormat.Percent(kind.PassRate), unseen is null ? "–" : $"{unseen.Auc:0.000}", DisplayFormat.Percent(unseen?.PassRate), Markup.Escape(record.Negatives[i].Description));
        }

        table.AddRow("mean", $"{figures.Auc:0.000}", DisplayFormat.Percent(figures.Kinds.Average(k => k.PassRate)), record.HeldOutKinds.Count == 0 ? "–" : $"{record.HeldOutKinds.Average(k => k.Auc):0.000}", DisplayFormat.Percent(record.HeldOutKinds.Count == 0 ? null : record.HeldOutKinds.Average(k => k.PassRate)), "");
        console.Write(table);
        if (record.HeldOutKinds.Count > 0) console.WriteLine("unseen: what another judge says that has learned from all the other kinds");
        console.WriteLine();
        Calibration calibration = figures.Calibration;
        console.WriteLine($"calibration error {calibration.ExpectedCalibrationError:0.000} ({figures.UnscaledCalibrationError:0.000} before the temperature of {record.Temperature:0.00}), Brier score {calibration.BrierScore:0.000}, cross entropy {calibration.CrossEntropy:0.000} nats");
        Table reliability = Columns("probability", "share of pictures", "mean probability", "are real");
        foreach (ReliabilityBin bin in calibration.Reliability)
            reliability.AddRow($"{bin.From:0.0}–{bin.To:0.0}", DisplayFormat.Percent(bin.Share), DisplayFormat.Percent(bin.Probability), DisplayFormat.Percent(bin.Real));
        console.Write(reliability);
        console.WriteLine();
        console.WriteLine($"detection rates at the threshold that {DisplayFormat.Percent(record.Recipe.PassRate)} of real dev sprites reach");
        Rates(console, record.Scale);
    }

    /// <summary>What a judge says of pictures.</summary>
    public static void Write(IAnsiConsole console, DetectionRates rates, string scale)
    {
        console.WriteLine($"judged real at the threshold that {DisplayFormat.Percent(rates.DevPassRate)} of real dev sprites reach, by a judge of ROC AUC {rates.JudgeAuc:0.000}; beside it {scale}");
        Rates(console, [.. rates.Sets, .. rates.Scale]);
    }

    private static void Rates(IAnsiConsole console, IReadOnlyList<JudgedSet> sets)
    {
        if (sets.Count == 0) return;
        Table table = Columns("pictures", "number", "judged real", "95 % interval", "mean probability");
        foreach (JudgedSet set in sets)
            table.AddRow(Markup.Escape(set.Name), $"{set.Pictures}", DisplayFormat.Percent(set.Rate), $"{DisplayFormat.Percent(set.Low)} to {DisplayFormat.Percent(set.High)}", DisplayFormat.Percent(set.MeanProbability));
        console.Write(table);
    }

    private static Table Columns(params string[] names)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < names.Length; i++)
        {
            var column = new TableColumn(names[i]);
            table.AddColumn(i == 0 || names[i] == "what they are" ? column : column.RightAligned());
        }

        return table;
    }
}
