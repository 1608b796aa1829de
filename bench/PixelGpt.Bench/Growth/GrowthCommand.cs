using System.CommandLine;
using System.Globalization;
using System.Text;
using PixelGpt.Bench.Models;
using PixelGpt.Benchmarking;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Bench.Growth;

/// <summary><c>growth</c>: measures the training cost per token as dimensions, layers, pixels and batch grow.</summary>
internal sealed class GrowthCommand : Command
{
    private const int Pixels = 400;
    private const int Batch = 16;
    private const double SecondsPerPoint = 1;

    private readonly Option<int> _threads = new("--threads") { Description = "Number of threads to use", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write the points to this CSV file" };
    private readonly Option<string?> _svg = new("--svg") { Description = "Plot the points into this SVG file" };

    public GrowthCommand()
        : base("growth", "Measures the training cost per token as dimensions, layers, pixels and batch grow.")
    {
        foreach (Option option in new Option[] { _threads, _csv, _svg }) Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        int threads = parsed.GetValue(_threads);
        var points = new List<GrowthPoint>();
        double peak = MachinePeak.MeasureGigaflops(threads);
        foreach (int dim in (int[])[32, 64, 96, 128, 192, 256]) Add("dimensions", dim, 2, dim, Pixels, Batch);
        foreach (int layers in (int[])[1, 2, 4, 6, 8]) Add("layers", layers, layers, 64, Pixels, Batch);
        foreach (int pixels in (int[])[100, 200, 400, 800, 1600]) Add("pixels", pixels, 2, 64, pixels, Batch);
        foreach (int batch in (int[])[1, 2, 4, 8, 16, 32, 64]) Add("batch", batch, 2, 64, Pixels, batch);

        Console.WriteLine($"{Machine.Describe()}; {threads} threads, peak {peak:0.0} GFLOP/s. Training with one setting varied; the others are 2 layers, 64 dimensions, {Pixels} pixels, batches of {Batch}.");
        Console.WriteLine();
        Console.WriteLine("| varied | value | MFLOP per token | µs per token | of peak |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (GrowthPoint p in points)
            Console.WriteLine($"| {p.Series} | {p.Value} | {p.OperationsPerToken / 1e6:0.000} | {p.SecondsPerToken * 1e6:0.00} | {p.FractionOfPeak:0.0%} |");
        if (parsed.GetValue(_csv) is { } csv) AtomicFile.WriteAllText(csv, Csv(points));
        if (parsed.GetValue(_svg) is { } svg) AtomicFile.WriteAllText(svg, GrowthPlot.Draw(points, peak));
        return 0;

        void Add(string series, int value, int layers, int dim, int pixels, int batch)
        {
            TransformerDescription shape = (ModelSize.Small with { Layers = layers, HiddenSize = dim, Heads = ModelSize.HeadsOf(dim) }).Describe(pixels);
            using var timer = new TrainingStepTimer(shape, Numerics.Kernels.Best, pixels, batch, threads);
            double warm = timer.Run(2)[1], tokens = (double)batch * (pixels - 1);
            double seconds = timer.Run(Math.Max(3, (int)(SecondsPerPoint / warm))).Min() / tokens;
            double operations = UsefulOperations.Training(shape, pixels) / (pixels - 1);
            peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads));
            points.Add(new GrowthPoint(series, value, operations, seconds, operations / seconds / (1e9 * peak)));
            Console.Error.WriteLine($"{series} {value}: {seconds * 1e6:0.00} µs per token");
        }
    }

    private static string Csv(IEnumerable<GrowthPoint> points)
    {
        var text = new StringBuilder("varied,value,operations_per_token,seconds_per_token,share_of_peak\n");
        foreach (GrowthPoint p in points)
            text.Append(CultureInfo.InvariantCulture, $"{p.Series},{p.Value},{p.OperationsPerToken:0},{p.SecondsPerToken:0.000e+00},{p.FractionOfPeak:0.000}\n");
        return text.ToString();
    }
}
