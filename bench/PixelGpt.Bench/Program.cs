using System.CommandLine;
using BenchmarkDotNet.Running;
using PixelGpt;
using PixelGpt.Bench.Comparison;
using PixelGpt.Bench.Profiling;

// The verbs are ours; all else is BenchmarkDotNet's own options, such as --filter '*'.
if (args is ["compare", .. string[] options])
{
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
}

var root = new RootCommand("Measures PixelGpt.") { new ProfileVerb() };
if (args.Length > 0 && root.Subcommands.Any(verb => verb.Name == args[0])) return root.Parse(args).Invoke();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
