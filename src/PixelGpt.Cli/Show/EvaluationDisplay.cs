using System.Diagnostics;
using PixelGpt.Cli.Hosting;
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
        return ProgressBars.RunDescribed(session, 1, bar => evaluate(new EvaluationDisplay(session.Progress, bar)));
    }

    public void Report(EvaluationProgress value)
    {
        lock (_oneAtATime)
        {
            if (value.What != _part) (_part, _partBegan) = (value.What, Stopwatch.GetTimestamp());
            if (_bar is null && Stopwatch.GetElapsedTime(_lastPlain) < ProgressBars.PlainInterval) return;
            string now = Describe(value);
            if (_bar is not null)
            {
                _bar.Description = Markup.Escape(now);
                _bar.Value = value.Share;
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
            likelihood.AddRow(split.Split, $"{split.Sprites}", DisplayFormat.Percent(split.Accuracy), $"{split.Nll:0.0000}", $"{split.NllCompleted:0.0000}", $"{split.BitsPerPixel:0.0000}");
        console.Write(likelihood);
        foreach (SplitEvaluation split in report.Splits)
        {
            DrawingEvaluation[] drawings = [.. split.Drawings ?? [], .. split.Baselines ?? []];
            if (drawings.Length > 0) console.Write(Drawings(split.Split, drawings));
        }

        foreach (string warning in report.Warnings ?? []) console.WriteLine($"note: {warning}");
        if (report.NoDistances is { } missing) console.WriteLine($"no FID: {missing}");
    }

    private static Table Drawings(string split, DrawingEvaluation[] drawings)
    {
        Table table = NewTable($"{split}: drawn", ["accuracy", "not background", "background", "from nearest", "copies", .. (drawings[0].Distances ?? []).Select(d => $"FID {d.Protocol}")]);
        foreach (DrawingEvaluation d in drawings)
        {
            table.AddRow([
                d.Name, DisplayFormat.Percent(d.Accuracy), DisplayFormat.Percent(d.ForegroundAccuracy), DisplayFormat.Percent(d.BackgroundShare), DisplayFormat.Percent(d.Memorization?.Distance), DisplayFormat.Percent(d.Memorization?.Copies),
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
        if (value.Pictures == 0) return value.What;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_began), left = value.Share > 0 ? elapsed * ((1 - value.Share) / value.Share) : TimeSpan.Zero;
        double speed = value.Done / Math.Max(1e-3, Stopwatch.GetElapsedTime(_partBegan).TotalSeconds);
        return $"{value.What}  {value.Done}/{value.Pictures}  {speed:0.0} pictures/s  {DisplayFormat.Duration(left)} left";
    }
}
