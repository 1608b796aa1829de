using System.Diagnostics;
using PixelGpt.IO.Web;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>A download, with speed and time left while it takes long.</summary>
internal static class DownloadDisplay
{
    public static async Task<T> RunAsync<T>(Session session, string file, Func<IProgress<DownloadProgress>, Task<T>> fetch)
    {
        if (!session.IsLive) return await fetch(new PlainProgress(session.Progress, file));
        ProgressColumn[] columns = [new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()];
        return await session.Progress.Progress().AutoClear(true).Columns(columns).StartAsync(context => fetch(new Bar(context, file)));
    }

    private sealed class Bar(ProgressContext context, string file) : IProgress<DownloadProgress>
    {
        private ProgressTask? _task;

        public void Report(DownloadProgress value)
        {
            // Of what a try goes on with only the rest counts, or the speed would be that of a leap.
            _task ??= context.AddTask(Markup.Escape(file));
            string resumed = value.Resumed > 0 ? $", the rest behind {value.Resumed / 1e6:0.0} MB" : "";
            _task.Description = Markup.Escape($"{file}{(value.Problem is null ? resumed : ": " + value.Problem)}");
            if (value.Problem is not null) return;
            _task.IsIndeterminate = value.Total is null;
            if (value.Total is { } total) _task.MaxValue = total - value.Resumed;
            _task.Value = value.Done - value.Resumed;
        }
    }

    /// <summary>A line at every tenth, and for every trouble.</summary>
    private sealed class PlainProgress(IAnsiConsole console, string file) : IProgress<DownloadProgress>
    {
        private long _began;
        private long _resumed = -1;
        private long _told = -1;

        public void Report(DownloadProgress value)
        {
            if (value.Problem is not null)
            {
                console.WriteLine($"{file}: {value.Problem}");
                return;
            }

            if (_resumed != value.Resumed || _began == 0) (_began, _resumed) = (Stopwatch.GetTimestamp(), value.Resumed);
            long tenth = value.Total is > 0 and { } all ? 10 * value.Done / all : value.Done >> 24;
            if (tenth == _told) return;
            _told = tenth;
            double megabytes = value.Done / 1e6, speed = (value.Done - value.Resumed) / Math.Max(1e-3, Stopwatch.GetElapsedTime(_began).TotalSeconds);
            string sofar = value.Total is { } total ? $"{megabytes:0.0} of {total / 1e6:0.0} MB" : $"{megabytes:0.0} MB";
            string rest = speed > 0 && value.Total > value.Done ? $", {speed / 1e6:0.0} MB/s, {Words.Duration(TimeSpan.FromSeconds((value.Total.Value - value.Done) / speed))} left" : "";
            console.WriteLine($"{file}: {sofar}{rest}");
        }
    }
}
