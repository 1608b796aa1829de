using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PixelGpt.Bench.Comparison;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Products;

/// <summary><c>matmul</c>: products of square matrices by our kernels and by PyTorch's BLAS, in turn.</summary>
internal sealed class MatMulComparisonCommand : Command
{
    private const double SecondsASize = 0.4;

    /// <summary>Times <c>torch.mm</c> into a matrix that is there already.</summary>
    private const string PeerScript = """
        import json, sys, time, torch
        threads, seconds = int(sys.argv[1]), float(sys.argv[2])
        torch.set_num_threads(threads)
        medians = []
        for size in map(int, sys.argv[3:]):
            a, b, c = (torch.randn(size, size) for _ in range(3))
            torch.mm(a, b, out=c)
            times, began = [], time.perf_counter()
            while len(times) < 3 or time.perf_counter() - began < seconds:
                start = time.perf_counter()
                torch.mm(a, b, out=c)
                times.append(time.perf_counter() - start)
            medians.append(sorted(times)[len(times) // 2])
        print(json.dumps(medians))
        """;

    private readonly Option<int[]> _sizes = new("--size") { Description = "Rows and columns; may be given more than once", DefaultValueFactory = _ => [256, 512, 1024] };
    private readonly Option<int[]> _threads = new("--threads") { Description = "Threads; may be given more than once", DefaultValueFactory = _ => [1, 2] };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each is measured, in turn", DefaultValueFactory = _ => 5 };
    private readonly Option<string> _python = new("--python") { Description = "The Python whose torch is compared with", DefaultValueFactory = _ => PyTorch.DefaultPython };

    public MatMulComparisonCommand()
        : base("matmul", "Products of square matrices beside PyTorch's BLAS.")
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
        Console.WriteLine($"{Machine.Describe()}; {rounds} rounds in turn. GFLOP/s, median (worst–best) of the rounds' medians.");
        Console.WriteLine();
        Console.WriteLine($"| size | threads | PixelGpt | of peak | {torch.Name} | of peak | ratio of medians |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int count in threads)
        {
            var ours = sizes.ToDictionary(size => size, _ => new List<double>());
            var theirs = sizes.ToDictionary(size => size, _ => new List<double>());
            double peak = 0;
            for (int round = 0; round < rounds; round++)
            {
                peak = Math.Max(peak, MachinePeak.MeasureGigaflops(count));
                foreach (int size in sizes)
                {
                    using var product = new SquareProduct(kernels, size, count);
                    ours[size].Add(product.Operations / product.Time(SecondsASize).Median / 1e9);
                }

                string[] arguments = [.. sizes.Select(s => s.ToString(CultureInfo.InvariantCulture))];
                JsonArray seconds = torch.Run(PeerScript, [$"{count}", SecondsASize.ToString(CultureInfo.InvariantCulture), .. arguments], blasThreads: count).Json.AsArray();
                for (int i = 0; i < sizes.Length; i++) theirs[sizes[i]].Add(2 * Math.Pow(sizes[i], 3) / seconds[i]!.GetValue<double>() / 1e9);
            }

            foreach (int size in sizes)
            {
                MeasurementSummary us = MeasurementSummary.Of(ours[size]), them = MeasurementSummary.Of(theirs[size]);
                Console.WriteLine($"| {size} | {count} | {us} | {us.Median / peak:0.0%} | {them} | {them.Median / peak:0.0%} | {us.Median / them.Median:0.00} |");
            }
        }

        return 0;
    }
}
