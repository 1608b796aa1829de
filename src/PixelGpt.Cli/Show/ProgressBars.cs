using PixelGpt.Cli.Hosting;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Runs work under a progress bar, which is removed when the work is done.</summary>
internal static class ProgressBars
{
    /// <summary>The time between progress lines where bars cannot be shown.</summary>
    public static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Runs work that updates the bar and its description.</summary>
    public static T RunDescribed<T>(Session session, double maxValue, Func<ProgressTask, T> work) => session.Progress.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .Start(context => work(context.AddTask("starting", maxValue: maxValue)));

    /// <summary>Runs work that reports the number of items done.</summary>
    public static T RunCounted<T>(Session session, string description, int count, Func<IProgress<int>, T> work) => session.Progress.Progress()
        .AutoClear(true)
        .Start(context => work(new Report(context.AddTask(Markup.Escape(description), maxValue: count))));

    private sealed class Report(ProgressTask task) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => task.Value = value;
    }
}
