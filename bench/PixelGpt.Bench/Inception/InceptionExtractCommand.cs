using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Imaging;

namespace PixelGpt.Bench.Inception;

/// <summary><c>inception extract</c>: the PixelGpt side of the comparison, which runs in its own process.</summary>
internal sealed class InceptionExtractCommand : Command
{
    private readonly Argument<string> _weights = new("WEIGHTS") { Description = "Weights of torchvision's network (.pth)" };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Number of pictures to extract features from", DefaultValueFactory = _ => 80 };
    private readonly Option<int> _threads = new("--threads") { Description = "Number of threads to use", DefaultValueFactory = _ => Environment.ProcessorCount };

    public InceptionExtractCommand()
        : base("extract", "Extracts features once and prints the seconds and features as JSON.")
    {
        Arguments.Add(_weights);
        Options.Add(_pictures);
        Options.Add(_threads);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        int threads = parsed.GetValue(_threads);
        long start = Stopwatch.GetTimestamp();
        InceptionExtractor network = ComparisonPictures.Load(parsed.GetValue(_weights)!, Numerics.Kernels.Best);
        double loading = Stopwatch.GetElapsedTime(start).TotalSeconds;
        PixelImage[] pictures = ComparisonPictures.Make(parsed.GetValue(_pictures));
        network.Extract([.. pictures.Take(threads)], threads);
        start = Stopwatch.GetTimestamp();
        float[][] features = network.Extract(pictures, threads);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(new JsonObject { ["loading"] = loading, ["seconds"] = seconds, ["first"] = Array(features[0]), ["last"] = Array(features[^1]) }.ToJsonString());
        return 0;
        static JsonArray Array(float[] values) => [.. values.Select(v => JsonValue.Create(v))];
    }
}
