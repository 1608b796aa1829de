using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Runs.Reports;

/// <summary>Creates the figures of an evaluation in the order in which tables show them.</summary>
internal static class EvaluationFigures
{
    /// <summary>Creates the likelihood figures of a split.</summary>
    /// <param name="split">The evaluated split.</param>
    /// <returns>The figures, the NLL per completed pixel first.</returns>
    public static IReadOnlyList<Figure> OfLikelihood(SplitEvaluation split)
    {
        ArgumentNullException.ThrowIfNull(split);
        double bitsCompleted = split.BitsPerCompletedPixel ?? split.NllCompleted / Math.Log(2);
        return
        [
            new("nll_completed", "NLL per completed pixel (nats)", split.NllCompleted, Nats(split.NllCompleted), BetterDirection.Lower, Error(split.NllCompletedStandardError, Nats)),
            new("nll", "NLL per pixel (nats)", split.Nll, Nats(split.Nll), BetterDirection.Lower, Error(split.NllStandardError, Nats)),
            new("bits_per_completed_pixel", "bits per completed pixel", bitsCompleted, Nats(bitsCompleted), BetterDirection.Lower, Error(split.NllCompletedStandardError / Math.Log(2), Nats)),
            new("bits_per_pixel", "bits per pixel", split.BitsPerPixel, Nats(split.BitsPerPixel), BetterDirection.Lower, Error(split.NllStandardError / Math.Log(2), Nats)),
        ];
    }

    /// <summary>Creates the figures of completions, without the distances.</summary>
    /// <param name="completions">The evaluation of the completions.</param>
    /// <returns>The figures, the accuracy first.</returns>
    public static IReadOnlyList<Figure> OfCompletions(CompletionEvaluation completions)
    {
        ArgumentNullException.ThrowIfNull(completions);
        var figures = new List<Figure> { Accuracy(completions.Accuracy, completions.AccuracyStandardError) };
        if (completions.ForegroundAccuracy is { } foreground)
            figures.Add(new("foreground_accuracy", "foreground accuracy", foreground, Percent(foreground), BetterDirection.Higher, Error(completions.ForegroundAccuracyStandardError, Points)));
        figures.Add(new("background_share", "background fraction", completions.BackgroundFraction, Percent(completions.BackgroundFraction)));
        if (completions.Memorization is { } nearest)
        {
            figures.Add(new("nearest_completed", "differs from nearest training sprite, completed pixels", nearest.Distance, Percent(nearest.Distance)));
            figures.Add(new("nearest_whole", "differs from nearest training sprite, whole picture", nearest.DistanceWhole, Percent(nearest.DistanceWhole)));
            figures.Add(new("copies_completed", "exact copies, completed pixels", nearest.Copies, Percent(nearest.Copies), BetterDirection.Lower));
            figures.Add(new("copies_whole", "exact copies, whole picture", nearest.CopiesWhole, Percent(nearest.CopiesWhole), BetterDirection.Lower));
        }

        if (completions.DetectionRate is { } judged)
            figures.Add(new("detection_rate", "judged real (PDR)", judged.Rate, Percent(judged.Rate), BetterDirection.Higher, $"{Percent(judged.Low)} to {Percent(judged.High)}"));
        return figures;
    }

    /// <summary>Creates the accuracy figure, which every evaluation has.</summary>
    /// <param name="accuracy">The accuracy, 0 to 1.</param>
    /// <param name="error">The standard error; null if unknown.</param>
    /// <returns>The figure.</returns>
    public static Figure Accuracy(double accuracy, double? error) => new("accuracy", "accuracy", accuracy, Percent(accuracy), BetterDirection.Higher, Error(error, Points));

    /// <summary>Creates the distance figures of completions. Their names include the protocol.</summary>
    /// <param name="report">The distances under one protocol.</param>
    /// <returns>The figures, the Fréchet distance first.</returns>
    public static IReadOnlyList<Figure> OfDistances(DistanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var figures = new List<Figure>();
        void Add(string name, double? value, Func<double, string> text, BetterDirection better, string? uncertainty = null)
        {
            if (value is not { } known) return;
            (string key, string label) = name.Contains(report.Protocol, StringComparison.Ordinal) ? (name, name) : ($"{name}_{report.Protocol}", $"{name} ({report.Protocol})");
            figures.Add(new(key.ToLowerInvariant().Replace(' ', '_'), label, known, text(known), better, uncertainty));
        }

        Add(report.Metric, report.Frechet, TwoDigits, BetterDirection.Lower, report.FrechetLow is { } low ? $"{TwoDigits(low)} to {TwoDigits(report.FrechetHigh!.Value)}" : null);
        Add(report.KernelMetric, report.Kernel, FourDigits, BetterDirection.Lower, Error(report.KernelDeviation, FourDigits));
        Add("precision", report.Precision, TwoDigits, BetterDirection.Higher);
        Add("recall", report.Recall, TwoDigits, BetterDirection.Higher);
        Add("density", report.Density, TwoDigits, BetterDirection.Higher);
        Add("coverage", report.Coverage, TwoDigits, BetterDirection.Higher);
        return figures;
    }

    internal static string Percent(double fraction) => $"{100 * fraction:0.0} %";

    internal static string Nats(double value) => $"{value:0.000}";

    private static string Points(double fraction) => $"{100 * fraction:0.0}";

    private static string TwoDigits(double value) => $"{value:0.00}";

    private static string FourDigits(double value) => $"{value:0.0000}";

    private static string? Error(double? error, Func<double, string> text) => error is { } known ? $"± {text(known)}" : null;
}
