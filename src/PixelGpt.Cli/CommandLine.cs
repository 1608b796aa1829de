using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Commands;

namespace PixelGpt.Cli;

/// <summary>The command line from arguments to exit code. It writes only to the writers it is given, so tests run it in their own process.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken stop = default)
    {
        RootCommand root = CreateRoot(output, error, stop);
        ParseResult parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            if (UsageError.Find(parsed) is { } problem) throw new InputException(problem);
            return await parsed.InvokeAsync(configuration, stop);
        }
        catch (Exception e)
        {
            return Report(e, parsed, output, error);
        }
    }

    /// <summary>Every command, with the options that all of them take.</summary>
    private static RootCommand CreateRoot(TextWriter output, TextWriter error, CancellationToken stop)
    {
        var root = new RootCommand("PixelGpt teaches small transformers to draw pixel art, and finishes pictures whose beginning it is given.");
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Verbose);
        Command[] commands = [new DemoCommand(), new TrainCommand(), new CompleteCommand(), new EvaluateCommand(), new CompareCommand(), new FidCommand(), new JudgeCommand(), new WeightsCommand(), new ConvertCommand(), new DataCommand(), new StudioCommand(), new BenchCommand(), new ShellCompletionCommand()];
        foreach (Command command in commands)
        {
            root.Subcommands.Add(command);
            foreach (Command leaf in command.Subcommands.Prepend(command))
            {
                if (leaf is not IRunnable runnable) continue;
                leaf.SetAction((parsed, _) => runnable.RunAsync(new Session(parsed, output, error, stop)));
            }
        }

        foreach (HelpOption help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int Report(Exception e, ParseResult parsed, TextWriter output, TextWriter error)
    {
        (int code, string message) = e switch
        {
            InputException => (ExitCode.Usage, e.Message),
            OperationCanceledException => (ExitCode.Interrupted, "stopped"),
            PixelGptException or IOException or UnauthorizedAccessException => (ExitCode.Failure, e.Message),
            OutOfMemoryException => (ExitCode.Failure, "out of memory: use a smaller model, smaller pictures or fewer threads"),
            _ => (ExitCode.Failure, $"internal error: {e.Message} ({e.GetType().Name}); please report it with what --verbose adds"),
        };
        error.WriteLine(code == ExitCode.Interrupted ? message : $"error: {message}");
        if (IsOn(GlobalOptions.Verbose)) error.WriteLine(e);
        if (IsOn(GlobalOptions.Json))
            output.WriteLine(new JsonObject { ["error"] = message, ["exit_code"] = code }.ToJsonString(Session.JsonOptions));
        return code;

        // An option that is itself the mistake has no value.
        bool IsOn(Option<bool> option) => parsed.GetResult(option)?.Errors.Any() != true && parsed.GetValue(option);
    }
}
