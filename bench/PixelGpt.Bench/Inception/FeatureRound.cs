using System.Text.Json.Nodes;
using PixelGpt.Bench.Comparison;

namespace PixelGpt.Bench.Inception;

/// <summary>One measurement of the feature extraction of one program.</summary>
/// <param name="Seconds">Seconds for all pictures, after loading the weights.</param>
/// <param name="PeakMegabytes">Peak resident memory of the process, in MiB, including the loading of the weights.</param>
/// <param name="First">Features of the first picture.</param>
/// <param name="Last">Features of the last picture.</param>
internal sealed record FeatureRound(double Seconds, double? PeakMegabytes, float[] First, float[] Last)
{
    /// <summary>Reads the output of a program.</summary>
    public static FeatureRound Read(JsonNode json, long? peakBytes) =>
        new(json["seconds"]!.GetValue<double>(), peakBytes / 1048576.0, Floats(json["first"]!), Floats(json["last"]!));

    /// <summary>Measures PixelGpt in its own process.</summary>
    public static FeatureRound OfPixelGpt(string weights, int threads, int pictures)
    {
        var process = MeasuredProcess.Run("dotnet", [typeof(FeatureRound).Assembly.Location, "inception", "extract", weights, "--threads", $"{threads}", "--pictures", $"{pictures}"]);
        return Read(JsonNode.Parse(process.Output)!, process.PeakBytes);
    }

    /// <summary>Measures PyTorch.</summary>
    public static FeatureRound OfPyTorch(PyTorch torch, string weights, int threads, int pictures, int batch)
    {
        (JsonNode json, long? peak) = torch.Run(PeerScript(), ["time", weights, $"{threads}", $"{pictures}", $"{batch}"]);
        return Read(json, peak);
    }

    /// <summary>Reads the PyTorch script from the folder of this program.</summary>
    public static string PeerScript() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "inception_peer.py"));

    /// <summary>Returns the largest difference of features as a fraction of the largest feature, to check that both programs compute the same.</summary>
    public double DifferenceFrom(FeatureRound other) => Math.Max(Difference(First, other.First), Difference(Last, other.Last));

    private static double Difference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - (double)y)).Max() / b.Max(Math.Abs);

    private static float[] Floats(JsonNode json) => [.. json.AsArray().Select(v => v!.GetValue<float>())];
}
