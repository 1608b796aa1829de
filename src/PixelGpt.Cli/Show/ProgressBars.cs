using PixelGpt.Cli.Hosting;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Bars that are drawn over while work takes long, and gone when it is done.</summary>
internal static class ProgressBars
{
    /// <summary>How often a line is told instead, where nothing can be drawn over.</summary>
    public static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Does work under a bar whose description tells speed and time left.</summary>
    public static T RunDescribed<T>(Session session, double maxValue, Func<ProgressTask, T> work) => session.Progress.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .Start(context => work(context.AddTask("starting", maxValue: maxValue)));

    /// <summary>Does work that reports how many of so many things are done.</summary>
    public static T RunCounted<T>(Session session, string what, int count, Func<IProgress<int>, T> work) => session.Progress.Progress()
        .AutoClear(true)
        .Start(context => work(new Report(context.AddTask(Markup.Escape(what), maxValue: count))));

    private sealed class Report(ProgressTask task) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => task.Value = value;
    }
}
