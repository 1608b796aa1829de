using System.CommandLine;

namespace PixelGpt.Cli.Hosting;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as one JSON object to standard output, and everything else to standard error.", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print results, warnings and errors only.", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Print the stack trace of an error.", Recursive = true };
}
