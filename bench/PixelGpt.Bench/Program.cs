using BenchmarkDotNet.Running;
using PixelGpt;
using PixelGpt.Bench.Comparison;

// compare …: whole programs against each other; all else: BenchmarkDotNet's own options, such as --filter '*'.
if (args is not ["compare", .. string[] options])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

try
{
    Console.Write(Compare.Run(CompareOptions.Parse(options)));
    return 0;
}
catch (PixelGptException e)
{
    Console.Error.WriteLine(e.Message);
    return e is InputException ? 2 : 1;
}
