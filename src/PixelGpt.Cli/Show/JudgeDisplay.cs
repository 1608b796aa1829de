using PixelGpt.Judging;
using PixelGpt.Judging.Measures;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints the figures of a judge and detection rates.</summary>
internal static class JudgeDisplay
{
    private const string Description = "description";

    /// <summary>Prints the figures of a judge.</summary>
    public static void Write(IAnsiConsole console, JudgeRecord record)
    {
        JudgeFigures figures = record.Test ?? record.Dev;
        console.WriteLine();
        console.WriteLine($"figures on {figures.Sprites} {figures.Split} sprites{(record.Test is null ? ", which were also used to select threshold and temperature, because there is no test split with complete sprites" : ", which were not used in training")}");
        Table table = Columns("negatives", "ROC AUC", "judged real", "ROC AUC, unseen", "judged real, unseen", Description);
        for (int i = 0; i < figures.Kinds.Count; i++)
        {
            NegativeKindFigures kind = figures.Kinds[i];
            NegativeKindFigures? unseen = record.HeldOutKinds.FirstOrDefault(k => k.Kind == kind.Kind);
            table.AddRow(kind.Kind, $"{kind.Auc:0.000}", DisplayFormat.Percent(kind.PassRate), unseen is null ? "–" : $"{unseen.Auc:0.000}", DisplayFormat.Percent(unseen?.PassRate), Markup.Escape(record.Negatives[i].Description));
        }

        table.AddRow("mean", $"{figures.Auc:0.000}", DisplayFormat.Percent(figures.Kinds.Average(k => k.PassRate)), record.HeldOutKinds.Count == 0 ? "–" : $"{record.HeldOutKinds.Average(k => k.Auc):0.000}", DisplayFormat.Percent(record.HeldOutKinds.Count == 0 ? null : record.HeldOutKinds.Average(k => k.PassRate)), "");
        console.WriteFitted(table);
        if (record.HeldOutKinds.Count > 0) console.WriteLine("unseen: figures of a judge that was trained on all other kinds of negatives");
        console.WriteLine();
        Calibration calibration = figures.Calibration;
        console.WriteLine($"calibration error {calibration.ExpectedCalibrationError:0.000} ({figures.UnscaledCalibrationError:0.000} without the temperature of {record.Temperature:0.00}), Brier score {calibration.BrierScore:0.000}, cross-entropy {calibration.CrossEntropy:0.000} nats");
        Table reliability = Columns("probability", "fraction of pictures", "mean probability", "real");
        foreach (ReliabilityBin bin in calibration.Reliability)
            reliability.AddRow($"{bin.From:0.0}–{bin.To:0.0}", DisplayFormat.Percent(bin.Fraction), DisplayFormat.Percent(bin.Probability), DisplayFormat.Percent(bin.Real));
        console.Write(reliability);
        console.WriteLine();
        console.WriteLine($"detection rates at the threshold that accepts {DisplayFormat.Percent(record.Recipe.PassRate)} of real dev sprites");
        Rates(console, record.References);
    }

    /// <summary>Prints detection rates.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="rates">The detection rates.</param>
    /// <param name="referenceSprites">The sprites that the reference rates were computed on.</param>
    public static void Write(IAnsiConsole console, DetectionRates rates, string referenceSprites)
    {
        console.WriteLine($"judged real at the threshold that accepts {DisplayFormat.Percent(rates.DevPassRate)} of real dev sprites, by a judge with ROC AUC {rates.JudgeAuc:0.000}; true pictures and baselines are of {referenceSprites}");
        Rates(console, [.. rates.Sets, .. rates.References]);
    }

    private static void Rates(IAnsiConsole console, IReadOnlyList<PictureSetVerdict> sets)
    {
        if (sets.Count == 0) return;
        Table table = Columns("pictures", "number", "judged real", "95 % confidence interval", "mean probability");
        foreach (PictureSetVerdict set in sets)
            table.AddRow(Markup.Escape(set.Name), $"{set.Pictures}", DisplayFormat.Percent(set.Rate), $"{DisplayFormat.Percent(set.Low)} to {DisplayFormat.Percent(set.High)}", DisplayFormat.Percent(set.MeanProbability));
        console.WriteFitted(table);
    }

    private static Table Columns(params string[] names)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < names.Length; i++)
        {
            var column = new TableColumn(names[i]);
            table.AddColumn(i == 0 || names[i] == Description ? column : column.RightAligned());
        }

        return table;
    }
}
