using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Runs.Reports;

/// <summary>The figures of evaluations, named and put in order for tables.</summary>
public static class Figures
{
    /// <summary>How well a split's pixels are foretold.</summary>
    public static IReadOnlyList<Figure> OfLikelihood(SplitEvaluation split)
    {
        ArgumentNullException.ThrowIfNull(split);
        double bitsCompleted = split.BitsPerCompletedPixel ?? split.NllCompleted / Math.Log(2);
        return
        [
            new("nll_completed", "nats a pixel, completed", split.NllCompleted, Nats(split.NllCompleted), Better.Lower, Error(split.NllCompletedStandardError, Nats)),
            new("nll", "nats a pixel, all", split.Nll, Nats(split.Nll), Better.Lower, Error(split.NllStandardError, Nats)),
            new("bits_per_completed_pixel", "bits a pixel, completed", bitsCompleted, Nats(bitsCompleted), Better.Lower, Error(split.NllCompletedStandardError / Math.Log(2), Nats)),
            new("bits_per_pixel", "bits a pixel, all", split.BitsPerPixel, Nats(split.BitsPerPixel), Better.Lower, Error(split.NllStandardError / Math.Log(2), Nats)),
        ];
    }

    /// <summary>What is said of drawn pictures, distances between sets aside.</summary>
    public static IReadOnlyList<Figure> OfDrawing(CompletionEvaluation drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var figures = new List<Figure> { Accuracy(drawing.Accuracy, drawing.AccuracyStandardError) };
        if (drawing.ForegroundAccuracy is { } foreground)
            figures.Add(new("foreground_accuracy", "accuracy, not background", foreground, Percent(foreground), Better.Higher, Error(drawing.ForegroundAccuracyStandardError, Points)));
        figures.Add(new("background_share", "left background", drawing.BackgroundFraction, Percent(drawing.BackgroundFraction)));
        if (drawing.Memorization is { } near)
        {
            figures.Add(new("nearest_completed", "from nearest training sprite, completed", near.Distance, Percent(near.Distance)));
            figures.Add(new("nearest_whole", "from nearest training sprite, whole", near.DistanceWhole, Percent(near.DistanceWhole)));
            figures.Add(new("copies_completed", "exact copies, completed", near.Copies, Percent(near.Copies), Better.Lower));
            figures.Add(new("copies_whole", "exact copies, whole", near.CopiesWhole, Percent(near.CopiesWhole), Better.Lower));
        }

        if (drawing.DetectionRate is { } judged)
            figures.Add(new("detection_rate", "judged real (PDR)", judged.Rate, Percent(judged.Rate), Better.Higher, $"{Percent(judged.Low)} to {Percent(judged.High)}"));
        return figures;
    }

    /// <summary>Reconstruction accuracy, the one figure of a drawing that every evaluation has.</summary>
    public static Figure Accuracy(double accuracy, double? error) => new("accuracy", "accuracy", accuracy, Percent(accuracy), Better.Higher, Error(error, Points));

    /// <summary>How far drawn pictures as a set are from the true ones; each name says under which protocol.</summary>
    public static IReadOnlyList<Figure> OfDistances(DistanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var figures = new List<Figure>();
        void Add(string name, double? value, Func<double, string> text, Better better, string? spread = null)
        {
            if (value is { } known) figures.Add(new($"{name.ToLowerInvariant()}_{report.Protocol}", $"{name} ({report.Protocol})", known, text(known), better, spread));
        }

        Add("FID", report.Fid, Distance, Better.Lower, report.FidLow is { } low ? $"{Distance(low)} to {Distance(report.FidHigh!.Value)}" : null);
        Add("KID", report.Kid, Fine, Better.Lower, Error(report.KidDeviation, Fine));
        Add("precision", report.Precision, Share, Better.Higher);
        Add("recall", report.Recall, Share, Better.Higher);
        Add("density", report.Density, Share, Better.Higher);
        Add("coverage", report.Coverage, Share, Better.Higher);
        return figures;
    }

    internal static string Percent(double share) => $"{100 * share:0.0} %";

    internal static string Nats(double value) => $"{value:0.000}";

    private static string Points(double share) => $"{100 * share:0.0}";

    private static string Distance(double value) => $"{value:0.00}";

    private static string Fine(double value) => $"{value:0.0000}";

    private static string Share(double value) => $"{value:0.00}";

    private static string? Error(double? error, Func<double, string> text) => error is { } known ? $"± {text(known)}" : null;
}
