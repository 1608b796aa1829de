using System.CommandLine;
using PixelGpt.Bench.Comparison;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Inception;

/// <summary><c>inception</c>: compares Inception v3 in PixelGpt and in PyTorch, running them alternately.</summary>
internal sealed class InceptionComparisonCommand : Command
{
    private readonly Option<string?> _weights = new("--weights") { Description = "Weights of torchvision's network (.pth); default: random weights" };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Number of pictures to extract features from", DefaultValueFactory = _ => 80 };
    private readonly Option<int[]> _threads = new("--threads") { Description = "Number of threads; may be given more than once", DefaultValueFactory = _ => [Environment.ProcessorCount] };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of runs of each program", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _batch = new("--batch") { Description = "Batch size of PyTorch", DefaultValueFactory = _ => 16 };
    private readonly Option<string> _python = new("--python") { Description = "Python with PyTorch", DefaultValueFactory = _ => PyTorch.DefaultPython };

    public InceptionComparisonCommand()
        : base("inception", "Compares Inception v3 with PyTorch: pictures per second, fraction of the peak, memory.")
    {
        foreach (Option option in new Option[] { _weights, _pictures, _threads, _rounds, _batch, _python }) Options.Add(option);
        Subcommands.Add(new InceptionExtractCommand());
        Subcommands.Add(new InceptionProfileCommand());
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        int pictures = parsed.GetValue(_pictures), rounds = parsed.GetValue(_rounds), batch = parsed.GetValue(_batch);
        PyTorch torch = PyTorch.Find(parsed.GetValue(_python)!);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pixelgpt-inception-");
        try
        {
            string? weights = parsed.GetValue(_weights);
            if (weights is null) torch.Run(FeatureRound.PeerScript(), ["make", weights = Path.Combine(folder.FullName, "weights.pth")]);
            double operations = ComparisonPictures.Load(weights, Numerics.Kernels.Best).Operations * pictures;
            Console.WriteLine($"{Machine.Describe()}; {pictures} pictures, {rounds} alternating rounds, median (minimum–maximum); PyTorch in batches of {batch}.");
            Console.WriteLine();
            Console.WriteLine($"| | threads | pictures/s | GFLOP/s | peak | of peak | memory, MiB |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
            double difference = 0;
            foreach (int threads in parsed.GetValue(_threads)!)
            {
                List<FeatureRound> pixelGpt = [], peer = [];
                double peak = 0;
                for (int round = 0; round < rounds; round++)
                {
                    peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads));
                    pixelGpt.Add(FeatureRound.OfPixelGpt(weights, threads, pictures));
                    peer.Add(FeatureRound.OfPyTorch(torch, weights, threads, pictures, batch));
                    difference = Math.Max(difference, pixelGpt[^1].DifferenceFrom(peer[^1]));
                }

                peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads));
                foreach ((string name, List<FeatureRound> all) in new[] { ("PixelGpt", pixelGpt), (torch.Name, peer) })
                {
                    MeasurementSummary rate = MeasurementSummary.Of(all.Select(r => pictures / r.Seconds)), memory = MeasurementSummary.Of(all.Select(r => r.PeakMegabytes).OfType<double>());
                    double reached = rate.Median * operations / pictures / 1e9;
                    Console.WriteLine($"| {name} | {threads} | {rate} | {reached:0.0} | {peak:0.0} | {reached / peak:0.0%} | {memory} |");
                }
            }

            Console.WriteLine();
            Console.WriteLine($"The features differ by at most {difference:0.0e+0} of the largest feature.");
            return difference < 1e-3 ? 0 : throw new FailureException($"the features of PixelGpt and PyTorch differ by {difference:0.0e+0} of the largest feature (at most 1e-3 is allowed)");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
