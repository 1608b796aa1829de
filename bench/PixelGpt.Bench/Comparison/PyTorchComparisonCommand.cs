using System.CommandLine;
using System.Text;
using PixelGpt.Bench.Models;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Comparison;

/// <summary><c>compare</c>: compares PixelGpt with a PyTorch implementation. The programs run alternately, so that other load affects both.</summary>
internal sealed class PyTorchComparisonCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "Folder with pixel_color.txt and colormap.txt", Required = true };
    private readonly Option<string> _peer = new("--peer") { Description = "Script of the PyTorch implementation", Required = true };
    private readonly Option<string> _python = new("--python") { Description = "Python that runs the script", DefaultValueFactory = _ => PyTorch.DefaultPython };
    private readonly Option<string> _cli = new("--cli") { Description = "Command line program of PixelGpt", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "PixelGpt.Cli.dll") };
    private readonly Option<string[]> _models = new("--model") { Description = "Layers and dimensions of GPT-2; may be given more than once", DefaultValueFactory = _ => [ModelSize.Small.ShortName], HelpName = "LxD" };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of runs of each program", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _threads = new("--threads") { Description = "Number of threads of each program", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> _noAttentionDropout = new("--no-attention-dropout") { Description = "Train without dropout of the attention weights, which PyTorch's flash attention requires" };
    private readonly Option<string?> _results = new("--results") { Description = "File that rounds are appended to; rounds that it already contains are included" };

    public PyTorchComparisonCommand()
        : base("compare", "Compares PixelGpt with a PyTorch implementation, eager and fused: training, one picture, 80 pictures, memory.")
    {
        foreach (Option option in new Option[] { _data, _peer, _python, _cli, _models, _rounds, _threads, _noAttentionDropout, _results }) Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string data = parsed.GetValue(_data)!, peer = parsed.GetValue(_peer)!, cli = parsed.GetValue(_cli)!;
        if (!File.Exists(Path.Combine(data, "pixel_color.txt"))) throw new InputException($"--data must be a folder with pixel_color.txt (got '{data}')");
        if (!File.Exists(peer)) throw new InputException($"--peer must be a Python script (no such file: '{peer}')");
        if (!File.Exists(cli)) throw new InputException($"--cli must be the command line program; build src/PixelGpt.Cli first (no such file: '{cli}')");
        ModelSize[] sizes = [.. parsed.GetValue(_models)!.Select(ModelSize.Parse)];
        PyTorch torch = PyTorch.Find(parsed.GetValue(_python)!);
        string? results = parsed.GetValue(_results);
        var rounds = new List<ComparisonRound>(results is null ? [] : ComparisonRound.Load(results));
        int threads = parsed.GetValue(_threads), count = parsed.GetValue(_rounds);
        double attentionDropout = parsed.GetValue(_noAttentionDropout) ? 0 : 0.1;
        for (int i = 1; i <= count; i++)
        {
            foreach (ModelSize size in sizes)
            {
                Add(ComparedPrograms.PixelGpt(cli, size, data, threads, attentionDropout));
                foreach (bool isFused in (bool[])[false, true]) Add(ComparedPrograms.Peer(torch, peer, isFused, size, data, threads, attentionDropout));
            }

            void Add(ComparisonRound round)
            {
                rounds.Add(round);
                if (results is not null) round.AppendTo(results);
                Console.Error.WriteLine($"round {i} of {count}: {round.Program}, {round.Model}: {round.Train} s per epoch");
            }
        }

        Console.Write(Tables(rounds));
        return 0;
    }

    /// <summary>Formats the rounds as a Markdown table per model.</summary>
    private static string Tables(List<ComparisonRound> rounds)
    {
        var text = new StringBuilder();
        text.AppendLine($"{rounds[0].Machine}, {rounds[0].Threads} threads. Median (minimum–maximum).");
        foreach (IGrouping<string, ComparisonRound> model in rounds.GroupBy(r => r.Model))
        {
            ComparisonRound[][] programs = [.. model.GroupBy(r => r.Program).Select(g => g.ToArray())];
            text.AppendLine();
            text.AppendLine($"| GPT-2 {model.Key}, {programs[0].Length} rounds | {programs[0][0].Program} |{string.Concat(programs.Skip(1).Select(p => $" {p[0].Program} | ratio |"))}");
            text.AppendLine($"| --- | ---: |{string.Concat(Enumerable.Repeat(" ---: | ---: |", programs.Length - 1))}");
            Row("training, s per epoch", r => r.Train);
            Row("one picture, ms", r => r.One);
            Row("80 pictures at once, s", r => r.Batch);
            Row("peak resident memory, MiB", r => MeasurementSummary.Of(r.PeakMegabytes is { } peak ? [peak] : []));

            void Row(string what, Func<ComparisonRound, MeasurementSummary> measure)
            {
                MeasurementSummary[] all = [.. programs.Select(p => Combine(p.Select(measure)))];
                text.AppendLine($"| {what} | {all[0]} |{string.Concat(all.Skip(1).Select(m => $" {m} | {m.Median / all[0].Median:0.00} |"))}");
            }
        }

        return text.ToString();
    }

    /// <summary>Returns the median of the rounds' medians, with the minimum and maximum of all rounds.</summary>
    private static MeasurementSummary Combine(IEnumerable<MeasurementSummary> rounds)
    {
        MeasurementSummary[] all = [.. rounds.Where(r => r.Count > 0)];
        return all.Length == 0 ? MeasurementSummary.Of([]) : MeasurementSummary.Of(all.Select(r => r.Median)) with { Min = all.Min(r => r.Min), Max = all.Max(r => r.Max) };
    }
}
