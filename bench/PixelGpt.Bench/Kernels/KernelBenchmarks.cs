using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;

namespace PixelGpt.Bench.Kernels;

/// <summary>
/// Measures the kernels that training spends most time in, on one thread. <c>PIXELGPT_KERNELS=avx2</c> (or another name)
/// selects other kernels than the fastest ones.
/// </summary>
[Config(typeof(Configuration))]
public class KernelBenchmarks
{
    private Action _run = () => { };

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [ParamsSource(nameof(Cases))]
    public KernelCase? Case { get; set; }

    public static IEnumerable<string> Kernels => [Numerics.Kernels.Best.Name];

    public static IEnumerable<KernelCase> Cases => KernelCases.All;

    [GlobalSetup]
    public void Prepare() => _run = Case!.Prepare(Numerics.Kernels.Choose(Kernel));

    [Benchmark]
    public void Run() => _run();

    private sealed class Configuration : ManualConfig
    {
        public Configuration()
        {
            AddColumn(new RateColumn());
            SummaryStyle = SummaryStyle.Default.WithMaxParameterColumnWidth(40);
        }
    }
}
