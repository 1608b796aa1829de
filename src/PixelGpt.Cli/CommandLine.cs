using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Commands;
using PixelGpt.Cli.Hosting;
using PixelGpt.Processes;
using PixelGpt.Training;

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
        (Job? job, Exception? failure) = Join(args);
        bool isSilent = job is { IsRoot: false };
        if (job is not null) (output, error) = (Job.WithoutTerminal(output), Job.WithoutTerminal(error));
        RootCommand root = isSilent ? CreateRoot(TextWriter.Null, TextWriter.Null, columns, job, cancellationToken) : CreateRoot(output, error, columns, job, cancellationToken);
        ParseResult parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        var configuration = new InvocationConfiguration
        {
            Output = isSilent ? TextWriter.Null : output,
            Error = isSilent ? TextWriter.Null : error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
            string? problem = UsageError.Find(parsed);
            job?.CheckArguments(args, problem);
            if (problem is not null) throw new InputException(problem);
            if (job is not null && parsed.GetValue(GlobalOptions.Verbose)) error.WriteLine($"{job.Name}: process {Environment.ProcessId}, {job.Threads} threads by default; {job.Description}");
            int code = await parsed.InvokeAsync(configuration, cancellationToken);
            job?.Dispose();
            return code;
        }
        catch (AgreedException e) when (job is not null)
        {
            job.Dispose();
            return isSilent ? ExitCode.Usage : Report(e, parsed, output, error);
        }
        catch (Exception e)
        {
            if (args.Contains(Job.OptionName)) Job.LetRootReport(job, isEverywhere: e is DivergenceException);
            int code = Report(e, parsed, isSilent ? TextWriter.Null : output, error, isSilent ? job!.Name : null);
            job?.Abort(code);
            return code;
        }
    }

    /// <summary>Joins the MPI job if the arguments ask for it, before they are parsed, so that all ranks can report wrong arguments as one.</summary>
    private static (Job? Job, Exception? Failure) Join(string[] args)
    {
        if (!args.Contains(Job.OptionName)) return (null, null);
        try
        {
            return (Job.Join(), null);
        }
        catch (PixelGptException e)
        {
            return (null, e);
        }
    }

    /// <summary>Creates the root command with all commands and the global options.</summary>
    internal static RootCommand CreateRoot(TextWriter output, TextWriter error, int? columns = null, Job? job = null, CancellationToken cancellationToken = default)
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
                leaf.SetAction((parsed, _) => runnable.RunAsync(new Session(parsed, output, error, cancellationToken, columns, job)));
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

    private static int Report(Exception e, ParseResult parsed, TextWriter output, TextWriter error, string? rank = null)
    {
        (int code, string message) = e switch
        {
            InputException or AgreedException => (ExitCode.Usage, SettingNames.InMessage(e.Message, parsed.CommandResult.Command)),
            OperationCanceledException => (ExitCode.Interrupted, "stopped"),
            PixelGptException or IOException or UnauthorizedAccessException => (ExitCode.Failure, e.Message),
            OutOfMemoryException => (ExitCode.Failure, "out of memory: use a smaller model, smaller pictures or fewer threads"),
            _ => (ExitCode.Failure, $"internal error: {e.Message} ({e.GetType().Name}); please report it with the output of --verbose"),
        };
        if (rank is not null) message = $"{rank}: {message}";
        error.WriteLine(code == ExitCode.Interrupted ? message : $"error: {message}");
        if (IsOn(GlobalOptions.Verbose)) error.WriteLine(e);
        if (IsOn(GlobalOptions.Json))
            output.WriteLine(new JsonObject { ["error"] = message, ["exit_code"] = code }.ToJsonString(Session.JsonOptions));
        return code;

        // Reading the value of an option that is itself wrong would throw.
        bool IsOn(Option<bool> option) => parsed.GetResult(option)?.Errors.Any() != true && parsed.GetValue(option);
    }
}
