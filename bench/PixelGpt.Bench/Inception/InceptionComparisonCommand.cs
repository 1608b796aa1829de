using System.CommandLine;
using PixelGpt.Bench.Comparison;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Inception;

/// <summary><c>inception</c>: features by our network and by the same network in PyTorch, in turn.</summary>
internal sealed class InceptionComparisonCommand : Command
{
    private readonly Option<string?> _weights = new("--weights") { Description = "A .pth file of torchvision's network (default: weights by chance)" };
    private readonly Option<int> _pictures = new("--pictures") { Description = "Pictures to look at", DefaultValueFactory = _ => 80 };
    private readonly Option<int[]> _threads = new("--threads") { Description = "Threads; may be given more than once", DefaultValueFactory = _ => [Environment.ProcessorCount] };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each looks, in turn", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _batch = new("--batch") { Description = "Pictures that PyTorch looks at together", DefaultValueFactory = _ => 16 };
    private readonly Option<string> _python = new("--python") { Description = "The Python whose torch is compared with", DefaultValueFactory = _ => PyTorch.DefaultPython };

    public InceptionComparisonCommand()
        : base("inception", "Features of Inception v3 beside PyTorch: pictures a second, share of the peak, memory.")
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
            Console.WriteLine($"{Machine.Describe()}; {pictures} pictures, {rounds} rounds in turn, median (least–greatest); PyTorch in batches of {batch}.");
            Console.WriteLine();
            Console.WriteLine($"| | threads | pictures/s | GFLOP/s | peak | of peak | memory, MiB |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
            double difference = 0;
            foreach (int threads in parsed.GetValue(_threads)!)
            {
                List<FeatureRound> ours = [], theirs = [];
                double peak = 0;
                for (int round = 0; round < rounds; round++)
                {
                    peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads));
                    ours.Add(FeatureRound.Ours(weights, threads, pictures));
                    theirs.Add(FeatureRound.Theirs(torch, weights, threads, pictures, batch));
                    difference = Math.Max(difference, ours[^1].DifferenceFrom(theirs[^1]));
                }

                peak = Math.Max(peak, MachinePeak.MeasureGigaflops(threads));
                foreach ((string name, List<FeatureRound> all) in new[] { ("PixelGpt", ours), (torch.Name, theirs) })
                {
                    MeasurementSummary rate = MeasurementSummary.Of(all.Select(r => pictures / r.Seconds)), memory = MeasurementSummary.Of(all.Select(r => r.PeakMegabytes).OfType<double>());
                    double reached = rate.Median * operations / pictures / 1e9;
                    Console.WriteLine($"| {name} | {threads} | {rate} | {reached:0.0} | {peak:0.0} | {reached / peak:0.0%} | {memory} |");
                }
            }

            Console.WriteLine();
            Console.WriteLine($"Features differ by {difference:0.0e+0} of the largest.");
            return difference < 1e-3 ? 0 : throw new FailureException("the two networks do not see the same");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
