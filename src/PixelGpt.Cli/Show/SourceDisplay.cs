using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Loading and importing of data, with a bar while it takes long.</summary>
internal static class SourceDisplay
{
    public static Task<SpriteDataset> LoadAsync(this Session session, DataReference reference) =>
        WatchAsync(session, progress => reference.LoadAsync(progress, session.CancellationToken));

    /// <summary>Does what tells of its progress: with a bar in a terminal, else with a line whenever something new begins.</summary>
    public static async Task<T> WatchAsync<T>(Session session, Func<IProgress<SourceProgress>, Task<T>> work)
    {
        if (!session.IsLive) return await work(new PlainProgress(session.Progress));
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

    /// <summary>Reports on the spot, not through a queue: the last report must not come after the end.</summary>
    private sealed class DirectProgress(Action<SourceProgress> report) : IProgress<SourceProgress>
    {
        public void Report(SourceProgress value) => report(value);
    }

    /// <summary>A line whenever something new begins.</summary>
    private sealed class PlainProgress(IAnsiConsole console) : IProgress<SourceProgress>
    {
        private string? _last;

        public void Report(SourceProgress value)
        {
            if (value.What == _last || value.Done == value.Total) return;
            _last = value.What;
            console.WriteLine(value.What);
        }
    }
}
