using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Imaging;

namespace PixelGpt.Bench.Inception;

/// <summary><c>inception look</c>: our side of the comparison, in a process of its own.</summary>
internal sealed class InceptionExtractCommand : Command
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "A .pth file of torchvision's network" };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Pictures to look at", DefaultValueFactory = _ => 80 };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads", DefaultValueFactory = _ => Environment.ProcessorCount };

    public InceptionExtractCommand()
        : base("look", "Look at pictures once, and print seconds and features as JSON.")
    {
        Arguments.Add(_weights);
        Options.Add(_pictures);
        Options.Add(_threads);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        int threads = parsed.GetValue(_threads);
        long began = Stopwatch.GetTimestamp();
        InceptionExtractor network = ComparisonPictures.Load(parsed.GetValue(_weights)!, Numerics.Kernels.Best);
        double reading = Stopwatch.GetElapsedTime(began).TotalSeconds;
        PixelImage[] pictures = ComparisonPictures.Make(parsed.GetValue(_pictures));
        network.Extract([.. pictures.Take(threads)], threads);
        began = Stopwatch.GetTimestamp();
        float[][] features = network.Extract(pictures, threads);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(new JsonObject { ["reading"] = reading, ["seconds"] = seconds, ["first"] = Array(features[0]), ["last"] = Array(features[^1]) }.ToJsonString());
        return 0;
        static JsonArray Array(float[] values) => [.. values.Select(v => JsonValue.Create(v))];
    }
}
