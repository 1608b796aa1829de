using System.CommandLine;
using System.Diagnostics;
using PixelGpt.Bench.Profiling;
using PixelGpt.Benchmarking;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Imaging;

namespace PixelGpt.Bench.Inception;

/// <summary><c>inception profile</c>: where the time of a picture goes, kernel by kernel, on one thread.</summary>
internal sealed class InceptionProfileCommand : Command
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "A .pth file of torchvision's network" };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Pictures to look at", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _shapes = new("--shapes") { Description = "Tell convolutions apart by their shapes" };

    public InceptionProfileCommand()
        : base("profile", "Where the time of a picture goes, kernel by kernel, on one thread; a step is a picture.")
    {
        Arguments.Add(_weights);
        Options.Add(_pictures);
        Options.Add(_shapes);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string weights = parsed.GetValue(_weights)!;
        var timed = new TimedKernels(Numerics.Kernels.Best, parsed.GetValue(_shapes));
        InceptionExtractor plain = ComparisonPictures.Load(weights, Numerics.Kernels.Best), watched = ComparisonPictures.Load(weights, timed);
        PixelImage[] pictures = ComparisonPictures.Make(parsed.GetValue(_pictures));
        double peak = MachinePeak.MeasureGigaflops(threads: 1);
        plain.Extract([pictures[0]], 1);
        watched.Extract([pictures[0]], 1);
        double[] seconds = [.. pictures.Select(picture => Seconds(plain, [picture]))];
        timed.Times.Clear();
        double withTimers = Seconds(watched, pictures) / pictures.Length;
        peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads: 1));
        Console.Write(new StepProfile(timed.Times.All, withTimers, pictures.Length, MeasurementSummary.Of(seconds), plain.Operations, peak).ToMarkdown());
        return 0;
    }

    private static double Seconds(InceptionExtractor network, PixelImage[] pictures)
    {
        long began = Stopwatch.GetTimestamp();
        network.Extract(pictures, 1);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
