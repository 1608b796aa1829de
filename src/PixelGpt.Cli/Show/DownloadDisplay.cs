using System.Diagnostics;
using PixelGpt.Cli.Hosting;
using PixelGpt.IO.Web;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Shows the progress of a download, with speed and remaining time.</summary>
internal static class DownloadDisplay
{
    /// <summary>Runs a download and shows its progress.</summary>
    public static async Task<T> RunAsync<T>(Session session, string file, Func<IProgress<DownloadProgress>, Task<T>> download)
    {
        if (!session.IsLive) return await download(new PlainDownloadProgress(session.Progress, file));
        ProgressColumn[] columns = [new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()];
        return await session.Progress.Progress().AutoClear(true).Columns(columns).StartAsync(context => download(new Bar(context, file)));
    }

    private sealed class Bar(ProgressContext context, string file) : IProgress<DownloadProgress>
    {
        private ProgressTask? _task;

        public void Report(DownloadProgress value)
        {
            // The bar counts only the bytes of this attempt: the bytes of an earlier one would inflate the speed.
            _task ??= context.AddTask(Markup.Escape(file));
            string resumed = value.Resumed > 0 ? $", resumed at {value.Resumed / 1e6:0.0} MB" : "";
            _task.Description = Markup.Escape($"{file}{(value.Problem is null ? resumed : ": " + value.Problem)}");
            if (value.Problem is not null) return;
            _task.IsIndeterminate = value.Total is null;
            if (value.Total is { } total) _task.MaxValue = total - value.Resumed;
            _task.Value = value.Done - value.Resumed;
        }
    }

    /// <summary>Prints a line for every tenth of the file and for every problem.</summary>
    private sealed class PlainDownloadProgress(IAnsiConsole console, string file) : IProgress<DownloadProgress>
    {
        private long _startTime;
        private long _resumed = -1;
        private long _lastPart = -1;

        public void Report(DownloadProgress value)
        {
            if (value.Problem is not null)
            {
                console.WriteLine($"{file}: {value.Problem}");
                return;
            }

            if (_resumed != value.Resumed || _startTime == 0) (_startTime, _resumed) = (Stopwatch.GetTimestamp(), value.Resumed);
            long part = value.Total is > 0 and { } all ? 10 * value.Done / all : value.Done >> 24;
            if (part == _lastPart) return;
            _lastPart = part;
            double megabytes = value.Done / 1e6, speed = (value.Done - value.Resumed) / Math.Max(1e-3, Stopwatch.GetElapsedTime(_startTime).TotalSeconds);
            string done = value.Total is { } total ? $"{megabytes:0.0} of {total / 1e6:0.0} MB" : $"{megabytes:0.0} MB";
            string rest = speed > 0 && value.Total > value.Done ? $", {speed / 1e6:0.0} MB/s, {DisplayFormat.Duration(TimeSpan.FromSeconds((value.Total.Value - value.Done) / speed))} left" : "";
            console.WriteLine($"{file}: {done}{rest}");
        }
    }
}
