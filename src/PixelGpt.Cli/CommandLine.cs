using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Commands;
using PixelGpt.Cli.Hosting;

namespace PixelGpt.Cli;

/// <summary>Parses the arguments, runs the command and turns errors into exit codes. It writes only to the given writers, so that tests can run it in process.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        RunAsync(args, output, error, columns: null, cancellationToken);

    /// <summary>Runs a command.</summary>
    /// <param name="args">The arguments, without the name of the program.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="columns">The line width; null for that of the terminal, or for unlimited lines in files and pipes.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, int? columns, CancellationToken cancellationToken = default)
    {
        RootCommand root = CreateRoot(output, error, columns, cancellationToken);
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
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception e)
        {
            return Report(e, parsed, output, error);
        }
    }

    /// <summary>Creates the root command with all commands and the global options.</summary>
    internal static RootCommand CreateRoot(TextWriter output, TextWriter error, int? columns = null, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("PixelGpt trains small transformers on pixel art, and completes, varies and generates pictures.");
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Verbose);
        Command[] commands = [new DemoCommand(), new TrainCommand(), new SweepCommand(), new EnsembleCommand(), new DistillCommand(), new CompleteCommand(), new GenerateCommand(), new VaryCommand(), new CalibrateCommand(), new EvaluateCommand(), new CompareCommand(), new FidCommand(), new JudgeCommand(), new WeightsCommand(), new ConvertCommand(), new DataCommand(), new StudioCommand(), new StudioKeyCommand(), new BenchCommand(), new DevicesCommand(), new ShellCompletionCommand()];
        foreach (Command command in commands)
        {
            root.Subcommands.Add(command);
            foreach (Command leaf in command.Subcommands.Prepend(command))
            {
                if (leaf is not IRunnable runnable) continue;
                leaf.SetAction((parsed, _) => runnable.RunAsync(new Session(parsed, output, error, cancellationToken, columns)));
            }
        }

        foreach (VersionOption version in root.Options.OfType<VersionOption>()) version.Description = "Print the version.";
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Print this help.";
            var action = (HelpAction)help.Action!;
            if (columns is { } width) action.MaxWidth = width;
            help.Action = new HelpWithExamples(action);
        }

        return root;
    }

    private static int Report(Exception e, ParseResult parsed, TextWriter output, TextWriter error)
    {
        (int code, string message) = e switch
        {
            InputException => (ExitCode.Usage, SettingNames.InMessage(e.Message, parsed.CommandResult.Command)),
            OperationCanceledException => (ExitCode.Interrupted, "stopped"),
            PixelGptException or IOException or UnauthorizedAccessException => (ExitCode.Failure, e.Message),
            OutOfMemoryException => (ExitCode.Failure, "out of memory: use a smaller model, smaller pictures or fewer threads"),
            _ => (ExitCode.Failure, $"internal error: {e.Message} ({e.GetType().Name}); please report it with the output of --verbose"),
        };
        error.WriteLine(code == ExitCode.Interrupted ? message : $"error: {message}");
        if (IsOn(GlobalOptions.Verbose)) error.WriteLine(e);
        if (IsOn(GlobalOptions.Json))
            output.WriteLine(new JsonObject { ["error"] = message, ["exit_code"] = code }.ToJsonString(Session.JsonOptions));
        return code;

        // Reading the value of an option that is itself wrong would throw.
        bool IsOn(Option<bool> option) => parsed.GetResult(option)?.Errors.Any() != true && parsed.GetValue(option);
    }
}
