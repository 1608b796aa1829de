using System.Runtime.InteropServices;
using System.Text;

using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Comparison;

/// <summary>Trains with one program and the other in turn, so that whatever else the machine does meets both alike.</summary>
internal static class Compare
{
    /// <summary>Runs all rounds.</summary>
    /// <returns>A Markdown table.</returns>
    public static string Run(CompareOptions options)
    {
        string machine = $"{Processor()}{Load()}";
        Contestant[] contestants = [Contestant.PixelGpt(options), Contestant.PyTorch(options)];
        List<RunResult>[] results = [[], []];
        for (int round = 1; round <= options.Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                RunResult result = contestants[i].Run();
                results[i].Add(result);
                Console.Error.WriteLine($"round {round} of {options.Rounds}: {contestants[i].Name}: {result.SecondsAnEpoch:0.00} s an epoch");
            }
        }

        return Table(machine, options, contestants, results);
    }

    private static string Table(string machine, CompareOptions options, Contestant[] contestants, List<RunResult>[] results)
    {
        var text = new StringBuilder();
        text.AppendLine($"{machine}, {options.Threads} threads, {RuntimeInformation.FrameworkDescription}, kernels {Numerics.Kernels.Best.Name}; in turn {options.Rounds} × {options.Epochs} epochs each. Median (min–max).");
        text.AppendLine();
        text.AppendLine($"| | {contestants[0].Name} | {contestants[1].Name} | ratio of medians |");
        text.AppendLine("| --- | ---: | ---: | ---: |");
        Row("training, s an epoch", r => r.Epochs.Select(e => e.Train));
        Row("scoring the dev split, s an epoch", r => r.Epochs.Select(e => e.Evaluate));
        Row("whole program, start to end, s an epoch", r => [r.SecondsAnEpoch]);
        Row("peak resident memory, MiB", r => r.PeakBytes is { } bytes ? [bytes / 1048576.0] : []);
        return text.ToString();

        void Row(string what, Func<RunResult, IEnumerable<double>> measure)
        {
            Spread ours = Spread.Of(results[0].SelectMany(measure)), theirs = Spread.Of(results[1].SelectMany(measure));
            text.AppendLine($"| {what} | {ours} | {theirs} | {theirs.Median / ours.Median:0.00} |");
        }
    }

    /// <summary>How busy the machine was before: PyTorch's threads wait by spinning, so what else runs costs it more than its share.</summary>
    private static string Load()
    {
        const string LoadAverage = "/proc/loadavg";
        return File.Exists(LoadAverage) ? $", load {File.ReadAllText(LoadAverage).Split(' ')[0]} at the start" : "";
    }

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? model = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model?.Split(':', 2)[1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
