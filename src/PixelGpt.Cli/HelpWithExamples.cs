using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PixelGpt.Cli;

/// <summary>The usual help, with a command's examples behind it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        IReadOnlyList<string> examples = parseResult.CommandResult.Command switch
        {
            IRunnable runnable => runnable.Examples,
            RootCommand => ["pixelgpt demo", "pixelgpt train --data ../my-sprites --out runs/mine", "pixelgpt complete runs/mine"],
            _ => [],
        };
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (examples.Count > 0) output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine("  " + example);
        if (examples.Count > 0) output.WriteLine();
        return code;
    }
}
