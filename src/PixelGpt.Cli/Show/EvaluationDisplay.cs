using System.Diagnostics;
using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Shows the progress of an evaluation, as a bar in a terminal and else as lines, and prints its figures.</summary>
internal sealed class EvaluationDisplay : IProgress<EvaluationProgress>
{
    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressTask? _bar;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _lastPlain = Stopwatch.GetTimestamp();
    private long _partStart = Stopwatch.GetTimestamp();
    private string _part = "";

    private EvaluationDisplay(IAnsiConsole console, ProgressTask? bar) => (_console, _bar) = (console, bar);

    /// <summary>Runs an evaluation and shows its progress.</summary>
    public static T Run<T>(Session session, Func<IProgress<EvaluationProgress>, T> evaluate)
    {
        if (!session.IsLive) return evaluate(new EvaluationDisplay(session.Progress, null));
        return ProgressBars.RunDescribed(session, 1, bar => evaluate(new EvaluationDisplay(session.Progress, bar)));
    }

    public void Report(EvaluationProgress value)
    {
        lock (_lock)
        {
            if (value.Stage != _part) (_part, _partStart) = (value.Stage, Stopwatch.GetTimestamp());
            if (_bar is null && Stopwatch.GetElapsedTime(_lastPlain) < ProgressBars.PlainInterval) return;
            string now = Describe(value);
            if (_bar is not null)
            {
                _bar.Description = Markup.Escape(now);
                _bar.Value = value.Fraction;
            }
            else
            {
                _console.WriteLine(now);
                _lastPlain = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Prints the figures: a table of all splits, then one table of completions and baselines per split.</summary>
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        Table likelihood = NewTable("split", "sprites", "accuracy", "NLL per pixel (nats)", "NLL per completed pixel (nats)", "bits per pixel");
        foreach (SplitEvaluation split in report.Splits)
            likelihood.AddRow(split.Split, $"{split.Sprites}", DisplayFormat.Percent(split.Accuracy), $"{split.Nll:0.0000}", $"{split.NllCompleted:0.0000}", $"{split.BitsPerPixel:0.0000}");
        console.WriteFitted(likelihood);
        foreach (SplitEvaluation split in report.Splits)
        {
            CompletionEvaluation[] completions = [.. split.Completions ?? [], .. split.Baselines ?? []];
            if (completions.Length > 0) console.WriteFitted(CompletionTable(split.Split, completions));
        }

        foreach (SplitEvaluation split in report.Splits)
        {
            if (split.Masks is { } masks) console.WriteFitted(MaskTable(split.Split, masks));
        }

        foreach (string warning in report.Warnings ?? []) console.WriteLine($"warning: {warning}");
        if (report.NoDistances is { } missing) console.WriteLine($"FID not computed: {missing}");
    }

    private static Table CompletionTable(string split, CompletionEvaluation[] completions)
    {
        Table table = NewTable($"{split}: completions and baselines", ["accuracy", "foreground accuracy", "background", "distance to train", "exact copies", .. (completions[0].Distances ?? []).Select(d => d.Metric == DistanceProtocol.Fid ? $"FID {d.Protocol}" : d.Metric)]);
        foreach (CompletionEvaluation d in completions)
        {
            table.AddRow([
                d.Name, DisplayFormat.Percent(d.Accuracy), DisplayFormat.Percent(d.ForegroundAccuracy), DisplayFormat.Percent(d.BackgroundFraction), DisplayFormat.Percent(d.Memorization?.Distance), DisplayFormat.Percent(d.Memorization?.Copies),
                .. (d.Distances ?? []).Select(distance => $"{distance.Frechet:0.00}"),
            ]);
        }

        return table;
    }

    private static Table MaskTable(string split, IReadOnlyList<MaskEvaluation> masks)
    {
        Table table = NewTable($"{split}: filled parts", "NLL given all others (nats)", "given earlier pixels only", "difference");
        foreach (MaskEvaluation mask in masks) table.AddRow(mask.Name, $"{mask.Nll:0.0000}", $"{mask.NllEarlier:0.0000}", $"{mask.NllEarlier - mask.Nll:0.0000}");
        return table;
    }

    private static Table NewTable(string first, params string[] others)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(first);
        foreach (string column in others) table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        return table;
    }

    private string Describe(EvaluationProgress value)
    {
        if (value.Total == 0) return value.Stage;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start), left = value.Fraction > 0 ? elapsed * ((1 - value.Fraction) / value.Fraction) : TimeSpan.Zero;
        double speed = value.Completed / Math.Max(1e-3, Stopwatch.GetElapsedTime(_partStart).TotalSeconds);
        return $"{value.Stage}  {value.Completed}/{value.Total}  {speed:0.0} pictures/s  {DisplayFormat.Duration(left)} left";
    }
}
