using System.Diagnostics;
using PixelGpt.Evaluation;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Evaluation as it is watched: what it does, how fast, and how long it will take; a bar in a terminal, else a line now and then. Then the figures.</summary>
internal sealed class EvaluationDisplay : IProgress<EvaluationProgress>
{
    private readonly Lock _oneAtATime = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressTask? _bar;
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _lastPlain = Stopwatch.GetTimestamp();
    private long _partBegan = Stopwatch.GetTimestamp();
    private string _part = "";

    private EvaluationDisplay(IAnsiConsole console, ProgressTask? bar) => (_console, _bar) = (console, bar);

    /// <summary>Evaluates, showing it.</summary>
    public static T Watch<T>(Session session, Func<IProgress<EvaluationProgress>, T> evaluate)
    {
        if (!session.IsLive) return evaluate(new EvaluationDisplay(session.Progress, null));
        return Bars.Told(session, 1, bar => evaluate(new EvaluationDisplay(session.Progress, bar)));
    }

    public void Report(EvaluationProgress value)
    {
        lock (_oneAtATime)
        {
            if (value.Stage != _part) (_part, _partBegan) = (value.Stage, Stopwatch.GetTimestamp());
            if (_bar is null && Stopwatch.GetElapsedTime(_lastPlain) < Bars.PlainInterval) return;
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

    /// <summary>Tells the figures: a line a split, then a table of what was drawn.</summary>
    public static void Show(IAnsiConsole console, EvaluationReport report)
    {
        Table likelihood = NewTable("split", "sprites", "accuracy", "nats/pixel", "nats/pixel, completed", "bits/pixel");
        foreach (SplitEvaluation split in report.Splits)
            likelihood.AddRow(split.Split, $"{split.Sprites}", Words.Percent(split.Accuracy), $"{split.Nll:0.0000}", $"{split.NllCompleted:0.0000}", $"{split.BitsPerPixel:0.0000}");
        console.Write(likelihood);
        foreach (SplitEvaluation split in report.Splits)
        {
            CompletionEvaluation[] drawings = [.. split.Completions ?? [], .. split.Baselines ?? []];
            if (drawings.Length > 0) console.Write(Drawings(split.Split, drawings));
        }

        foreach (string warning in report.Warnings ?? []) console.WriteLine($"note: {warning}");
        if (report.NoDistances is { } missing) console.WriteLine($"no FID: {missing}");
    }

    private static Table Drawings(string split, CompletionEvaluation[] drawings)
    {
        Table table = NewTable($"{split}: drawn", ["accuracy", "not background", "background", "from nearest", "copies", .. (drawings[0].Distances ?? []).Select(d => $"FID {d.Protocol}")]);
        foreach (CompletionEvaluation d in drawings)
        {
            table.AddRow([
                d.Name, Words.Percent(d.Accuracy), Words.Percent(d.ForegroundAccuracy), Words.Percent(d.BackgroundFraction), Words.Percent(d.Memorization?.Distance), Words.Percent(d.Memorization?.Copies),
                .. (d.Distances ?? []).Select(distance => $"{distance.Fid:0.00}"),
            ]);
        }

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
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_began), left = value.Fraction > 0 ? elapsed * ((1 - value.Fraction) / value.Fraction) : TimeSpan.Zero;
        double speed = value.Completed / Math.Max(1e-3, Stopwatch.GetElapsedTime(_partBegan).TotalSeconds);
        return $"{value.Stage}  {value.Completed}/{value.Total}  {speed:0.0} pictures/s  {Words.Duration(left)} left";
    }
}
