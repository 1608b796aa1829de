using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Parquet;
using PixelGpt.Pictures;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Shows the progress of loading and importing data sets.</summary>
internal static class SourceDisplay
{
    /// <summary>Loads a data set and shows the progress, and what was changed.</summary>
    public static async Task<SpriteDataset> LoadAsync(this Session session, DataReference reference)
    {
        SpriteDataset data = await RunAsync(session, progress => reference.LoadAsync(ParquetSources.All, ReadableFormats.All, progress, session.CancellationToken));
        foreach (string note in data.Notes) session.Progress.WriteLine($"note     {note}");
        return data;
    }

    /// <summary>Runs work that reports its progress, which is shown as a bar in a terminal, else as one line per stage.</summary>
    public static async Task<T> RunAsync<T>(Session session, Func<IProgress<SourceProgress>, Task<T>> work)
    {
        if (!session.IsLive) return await work(new PlainSourceProgress(session.Progress));
        return await session.Progress.Progress().AutoClear(true).HideCompleted(true).StartAsync(context =>
        {
            ProgressTask? task = null;
            return work(new DirectProgress(report =>
            {
                task ??= context.AddTask(Markup.Escape(report.What));
                task.Description = Markup.Escape(report.What);
                task.IsIndeterminate = report.Total == 0;
                task.MaxValue = Math.Max(1, report.Total);
                task.Value = report.Done;
            }));
        });
    }

    /// <summary>Reports synchronously. <see cref="Progress{T}"/> would queue reports, and the last one could arrive after the bar is gone.</summary>
    private sealed class DirectProgress(Action<SourceProgress> report) : IProgress<SourceProgress>
    {
        public void Report(SourceProgress value) => report(value);
    }

    /// <summary>Prints one line per stage.</summary>
    private sealed class PlainSourceProgress(IAnsiConsole console) : IProgress<SourceProgress>
    {
        private string? _last;

        public void Report(SourceProgress value)
        {
            if (value.What == _last || (value.Total > 0 && value.Done == value.Total)) return;
            _last = value.What;
            console.WriteLine(value.What);
        }
    }
}
