using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Processes;
using Spectre.Console;

namespace PixelGpt.Cli.Hosting;

/// <summary>
/// One invocation of a command: its parsed arguments and its output. With <c>--json</c>, standard output has the JSON
/// object only, and text for people goes to standard error.
/// </summary>
internal sealed class Session
{
    public static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ParseResult _parsed;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly TextWriter _textOutput;
    private readonly int? _columns;

    public Session(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken, int? columns = null, Job? job = null)
    {
        _parsed = parsed;
        _output = output;
        _error = error;
        _columns = columns;
        Job = job;
        CancellationToken = cancellationToken;
        IsQuiet = parsed.GetValue(GlobalOptions.Quiet);
        IsJson = parsed.GetValue(GlobalOptions.Json);
        _textOutput = IsJson ? error : output;
    }

    /// <summary>Cancelled by Ctrl+C, SIGTERM and SIGHUP.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The MPI job; null without <c>--mpi</c>.</summary>
    public Job? Job { get; }

    /// <summary>The processes that work on the command together.</summary>
    public IProcessGroup Group => Job?.Group ?? OneProcess.Instance;

    /// <summary>Whether this process writes files: without <c>--mpi</c>, or as rank 0.</summary>
    public bool IsRoot => Group.Rank == 0;

    /// <summary>The console for results and warnings.</summary>
    public IAnsiConsole Console => field ??= Terminal.Create(_textOutput, _columns);

    /// <summary>The console for progress; it prints nothing with <c>--quiet</c>.</summary>
    public IAnsiConsole Progress => field ??= IsQuiet ? Terminal.Create(TextWriter.Null) : Console;

    public bool IsQuiet { get; }

    public bool IsJson { get; }

    /// <summary>Whether text is written to a terminal.</summary>
    public bool IsTerminal => Terminal.IsTerminal(_textOutput);

    /// <summary>Whether progress can be shown as a bar that is redrawn, rather than as lines.</summary>
    public bool IsLive => !IsQuiet && IsTerminal && Progress.Profile.Capabilities.Interactive && Progress.Profile.Out.IsTerminal;

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _parsed.GetValue(argument);

    /// <summary>Gets whether the user gave an option.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <summary>Gets the arguments that give an option; empty if the user did not give it.</summary>
    public IReadOnlyList<string> Arguments(Option option) => Has(option) ? [option.Name, .. _parsed.GetResult(option)!.Tokens.Select(t => t.Value)] : [];

    /// <summary>Returns the same invocation with more arguments.</summary>
    /// <exception cref="InputException">The arguments are invalid.</exception>
    public Session With(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) return this;
        ParseResult parsed = _parsed.RootCommandResult.Command.Parse([.. _parsed.Tokens.Select(token => token.Value), .. arguments]);
        return UsageError.Find(parsed) is { } problem ? throw new InputException(problem) : new Session(parsed, _output, _error, CancellationToken, _columns, Job);
    }

    /// <summary>Returns a command as it is run by as many ranks as this one: with a launcher in an MPI job.</summary>
    /// <param name="command">The command for one process.</param>
    public string WithLauncher(string command) => Job is { } job ? $"mpirun -n {job.Group.Size} {command} {Hosting.Job.OptionName}" : command;

    /// <summary>Writes the result: as JSON with <c>--json</c>, else as text to <see cref="Console"/>.</summary>
    public void WriteResult(JsonObject json, Action<IAnsiConsole> writeText) => WriteResult(json, () => writeText(Console));

    /// <summary>Writes the result: as JSON with <c>--json</c>, else as text.</summary>
    public void WriteResult(JsonObject json, Action writeText)
    {
        if (IsJson) _output.WriteLine(json.ToJsonString(JsonOptions));
        else writeText();
    }

    /// <summary>Writes one line of a textual result without creating a console, which takes longer than writing a few lines.</summary>
    public void WriteLine(string line) => _textOutput.WriteLine(line);
}
