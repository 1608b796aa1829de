using System.CommandLine;
using System.Diagnostics;
using PixelGpt.Benchmarking;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Bench.Masks;

/// <summary><c>masks</c>: compares the time of filling a hole with that of completing the same number of pixels from top to bottom.</summary>
internal sealed class MaskTimingCommand : Command
{
    private const int Side = 20;
    private const int Hole = 6;

    private readonly Option<string> _run = new("--run") { Description = "Folder of a model for any pixel order", Required = true };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of alternating measurements", DefaultValueFactory = _ => 200 };
    private readonly Option<int> _threads = new("--threads") { Description = "Number of threads to use", DefaultValueFactory = _ => Environment.ProcessorCount };

    public MaskTimingCommand()
        : base("masks", $"Compares filling a {Hole}×{Hole} hole in a {Side}×{Side} picture with completing the same number of pixels.")
    {
        foreach (Option option in new Option[] { _run, _rounds, _threads }) Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        PixelModel model = PixelModel.Load(parsed.GetValue(_run)!);
        using var decoder = new PixelDecoder(model, parsed.GetValue(_threads));
        var picture = new Sprite(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => i * 7 % Math.Min(8, model.Palette.Count))]);
        const int First = (Side - Hole) / 2;
        bool[] hole = [.. Enumerable.Range(0, Side * Side).Select(i => i % Side is >= First and < First + Hole && i / Side is >= First and < First + Hole)];
        bool[] end = [.. Enumerable.Range(0, Side * Side).Select(i => i >= (Side * Side) - (Hole * Hole))];
        var options = new GenerationOptions { DoSample = true };
        double Seconds(bool[] mask, int index)
        {
            var request = CompletionRequest.Of(picture, mask, index);
            long start = Stopwatch.GetTimestamp();
            decoder.Complete([request], options);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        _ = (Seconds(hole, 0), Seconds(end, 0));
        var times = new List<(double Hole, double End)>();
        for (int i = 0; i < parsed.GetValue(_rounds); i++) times.Add((Seconds(hole, i), Seconds(end, i)));
        MeasurementSummary filled = MeasurementSummary.Of(times.Select(t => t.Hole)) * 1000, completed = MeasurementSummary.Of(times.Select(t => t.End)) * 1000;
        Console.WriteLine($"{Machine.Describe()}; {parsed.GetValue(_threads)} threads; {Hole * Hole} of {Side * Side} pixels, ms per picture, median (minimum–maximum)");
        Console.WriteLine();
        Console.WriteLine("| hole | last pixels | difference of medians |");
        Console.WriteLine("| ---: | ---: | ---: |");
        Console.WriteLine($"| {filled} | {completed} | {filled.Median - completed.Median:0.00} |");
        return 0;
    }
}
