using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PixelGpt.Bench.Comparison;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Products;

/// <summary><c>matmul</c>: compares products of square matrices with PyTorch's BLAS, running both alternately.</summary>
internal sealed class MatMulComparisonCommand : Command
{
    private const double SecondsPerSize = 0.4;

    /// <summary>Times <c>torch.mm</c> with a preallocated output.</summary>
    private const string PeerScript = """
        import json, sys, time, torch
        threads, seconds = int(sys.argv[1]), float(sys.argv[2])
        torch.set_num_threads(threads)
        medians = []
        for size in map(int, sys.argv[3:]):
            a, b, c = (torch.randn(size, size) for _ in range(3))
            torch.mm(a, b, out=c)
            times, first = [], time.perf_counter()
            while len(times) < 3 or time.perf_counter() - first < seconds:
                start = time.perf_counter()
                torch.mm(a, b, out=c)
                times.append(time.perf_counter() - start)
            medians.append(sorted(times)[len(times) // 2])
        print(json.dumps(medians))
        """;

    private readonly Option<int[]> _sizes = new("--size") { Description = "Number of rows and columns; may be given more than once", DefaultValueFactory = _ => [256, 512, 1024] };
    private readonly Option<int[]> _threads = new("--threads") { Description = "Number of threads; may be given more than once", DefaultValueFactory = _ => [1, 2] };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of measurements of each program", DefaultValueFactory = _ => 5 };
    private readonly Option<string> _python = new("--python") { Description = "Python with PyTorch", DefaultValueFactory = _ => PyTorch.DefaultPython };

    public MatMulComparisonCommand()
        : base("matmul", "Compares products of square matrices with PyTorch's BLAS.")
    {
        foreach (Option option in new Option[] { _sizes, _threads, _rounds, _python }) Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        int[] sizes = parsed.GetValue(_sizes)!, threads = parsed.GetValue(_threads)!;
        int rounds = parsed.GetValue(_rounds);
        PyTorch torch = PyTorch.Find(parsed.GetValue(_python)!);
        Numerics.IKernels kernels = Numerics.Kernels.Best;
        Console.WriteLine($"{Machine.Describe()}; {rounds} alternating rounds. GFLOP/s, median (minimum–maximum) of the rounds' medians.");
        Console.WriteLine();
        Console.WriteLine($"| size | threads | PixelGpt | of peak | {torch.Name} | of peak | ratio of medians |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int count in threads)
        {
            var pixelGpt = sizes.ToDictionary(size => size, _ => new List<double>());
            var peer = sizes.ToDictionary(size => size, _ => new List<double>());
            double peak = 0;
            for (int round = 0; round < rounds; round++)
            {
                peak = Math.Max(peak, MachinePeak.MeasureGigaflops(count));
                foreach (int size in sizes)
                {
                    using var product = new SquareProduct(kernels, size, count);
                    pixelGpt[size].Add(product.Operations / product.Time(SecondsPerSize).Median / 1e9);
                }

                string[] arguments = [.. sizes.Select(s => s.ToString(CultureInfo.InvariantCulture))];
                JsonArray seconds = torch.Run(PeerScript, [$"{count}", SecondsPerSize.ToString(CultureInfo.InvariantCulture), .. arguments], blasThreads: count).Json.AsArray();
                for (int i = 0; i < sizes.Length; i++) peer[sizes[i]].Add(2 * Math.Pow(sizes[i], 3) / seconds[i]!.GetValue<double>() / 1e9);
            }

            foreach (int size in sizes)
            {
                MeasurementSummary own = MeasurementSummary.Of(pixelGpt[size]), other = MeasurementSummary.Of(peer[size]);
                Console.WriteLine($"| {size} | {count} | {own} | {own.Median / peak:0.0%} | {other} | {other.Median / peak:0.0%} | {own.Median / other.Median:0.00} |");
            }
        }

        return 0;
    }
}
