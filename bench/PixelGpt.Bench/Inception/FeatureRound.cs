using System.Text.Json.Nodes;
using PixelGpt.Bench.Comparison;

namespace PixelGpt.Bench.Inception;

/// <summary>What one program took to look at pictures.</summary>
/// <param name="Seconds">Seconds of all pictures, weights being in memory.</param>
/// <param name="PeakMegabytes">The most memory of the whole process, reading of the weights included, in MiB.</param>
/// <param name="First">The first picture's features.</param>
/// <param name="Last">The last one's.</param>
internal sealed record FeatureRound(double Seconds, double? PeakMegabytes, float[] First, float[] Last)
{
    /// <summary>Reads what a program printed.</summary>
    public static FeatureRound Read(JsonNode json, long? peakBytes) =>
        new(json["seconds"]!.GetValue<double>(), peakBytes / 1048576.0, Floats(json["first"]!), Floats(json["last"]!));

    /// <summary>Ours, in a process of its own.</summary>
    public static FeatureRound Ours(string weights, int threads, int pictures)
    {
        var process = MeasuredProcess.Run("dotnet", [typeof(FeatureRound).Assembly.Location, "inception", "look", weights, "--threads", $"{threads}", "--pictures", $"{pictures}"]);
        return Read(JsonNode.Parse(process.Output)!, process.PeakBytes);
    }

    /// <summary>PyTorch's.</summary>
    public static FeatureRound Theirs(PyTorch torch, string weights, int threads, int pictures, int batch)
    {
        (JsonNode json, long? peak) = torch.Run(PeerScript(), ["time", weights, $"{threads}", $"{pictures}", $"{batch}"]);
        return Read(json, peak);
    }

    /// <summary>The peer, which lies beside this program.</summary>
    public static string PeerScript() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "inception_peer.py"));

    /// <summary>The largest difference of features, as a share of the largest feature: what is fast but wrong says nothing.</summary>
    public double DifferenceFrom(FeatureRound other) => Math.Max(Difference(First, other.First), Difference(Last, other.Last));

    private static double Difference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - (double)y)).Max() / b.Max(Math.Abs);

    private static float[] Floats(JsonNode json) => [.. json.AsArray().Select(v => v!.GetValue<float>())];
}
