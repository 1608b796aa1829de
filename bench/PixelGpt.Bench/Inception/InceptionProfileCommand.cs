using System.CommandLine;
using System.Diagnostics;
using PixelGpt.Bench.Profiling;
using PixelGpt.Benchmarking;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Imaging;

namespace PixelGpt.Bench.Inception;

/// <summary><c>inception profile</c>: measures the time of each kernel for one picture, on one thread.</summary>
internal sealed class InceptionProfileCommand : Command
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "Weights of torchvision's network (.pth)" };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Number of pictures to extract features from", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _shapes = new("--shapes") { Description = "List convolutions of different shapes separately" };

    public InceptionProfileCommand()
        : base("profile", "Measures the time of each kernel for one picture, on one thread. A step is one picture.")
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
        InceptionExtractor untimed = ComparisonPictures.Load(weights, Numerics.Kernels.Best), instrumented = ComparisonPictures.Load(weights, timed);
        PixelImage[] pictures = ComparisonPictures.Make(parsed.GetValue(_pictures));
        double peak = MachinePeak.MeasureGigaflops(threads: 1);
        untimed.Extract([pictures[0]], 1);
        instrumented.Extract([pictures[0]], 1);
        double[] seconds = [.. pictures.Select(picture => Seconds(untimed, [picture]))];
        timed.Times.Clear();
        double withTimers = Seconds(instrumented, pictures) / pictures.Length;
        peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads: 1));
        Console.Write(new StepProfile(timed.Times.All, withTimers, pictures.Length, MeasurementSummary.Of(seconds), untimed.Operations, peak).ToMarkdown());
        return 0;
    }

    private static double Seconds(InceptionExtractor network, PixelImage[] pictures)
    {
        long start = Stopwatch.GetTimestamp();
        network.Extract(pictures, 1);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
