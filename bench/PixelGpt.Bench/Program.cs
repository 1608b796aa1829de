using System.CommandLine;
using BenchmarkDotNet.Running;
using PixelGpt;
using PixelGpt.Bench.Comparison;
using PixelGpt.Bench.Growth;
using PixelGpt.Bench.Inception;
using PixelGpt.Bench.Masks;
using PixelGpt.Bench.Products;
using PixelGpt.Bench.Profiling;
using PixelGpt.Bench.Soak;

var root = new RootCommand("Measures the speed of PixelGpt. With an option instead of a command, BenchmarkDotNet measures the kernels: --filter '*'.")
{
    new TrainingProfileCommand(),
    new PyTorchComparisonCommand(),
    new MatMulComparisonCommand(),
    new GrowthCommand(),
    new MaskTimingCommand(),
    new InceptionComparisonCommand(),
    new SoakCommand(),
};

// Arguments that start with an option are for BenchmarkDotNet.
if (args.Length > 0 && args[0].StartsWith('-') && args[0] is not ("--help" or "-h"))
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (PixelGptException e)
{
    Console.Error.WriteLine(e.Message);
    return e is InputException ? 2 : 1;
}
