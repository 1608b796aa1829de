using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PixelGpt.Cli.Hosting;

/// <summary>Prints the library's help, followed by the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        // The library prints the name of the assembly; replace it with the name of the command.
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        int code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(text.ToString().Replace(RootCommand.ExecutableName, "pixelgpt", StringComparison.Ordinal));
        IReadOnlyList<string> examples = parseResult.CommandResult.Command switch
        {
            IRunnable runnable => runnable.Examples,
            RootCommand => ["pixelgpt demo", "pixelgpt train --data ../my-sprites --out runs/mine", "pixelgpt complete runs/mine"],
            _ => [],
        };
        if (examples.Count > 0) output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine("  " + example);
        if (examples.Count > 0) output.WriteLine();
        return code;
    }
}
