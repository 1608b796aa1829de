using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli;

/// <summary>One run of a command: its arguments, and where to it speaks. With <c>--json</c> people read standard error.</summary>
internal sealed class Session
{
    public static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ParseResult _parsed;
    private readonly TextWriter _output;
    private readonly TextWriter _forPeople;

    public Session(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken stop)
    {
        _parsed = parsed;
        _output = output;
        Stop = stop;
        IsQuiet = parsed.GetValue(GlobalOptions.Quiet);
        IsJson = parsed.GetValue(GlobalOptions.Json);
        _forPeople = IsJson ? error : output;
    }

    /// <summary>Asks for an end.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Where results are told to people.</summary>
    public IAnsiConsole Console => field ??= Terminal.Create(_forPeople);

    /// <summary>Where all else is told: nowhere with <c>--quiet</c>.</summary>
    public IAnsiConsole Progress => field ??= IsQuiet ? Terminal.Create(TextWriter.Null) : Console;

    public bool IsQuiet { get; }

    public bool IsJson { get; }

    /// <summary>Whether a person's terminal shows the results.</summary>
    public bool IsTerminal => Terminal.IsTerminal(_forPeople);

    /// <summary>Whether progress can be drawn over, rather than told line by line.</summary>
    public bool IsLive => !IsQuiet && IsTerminal && Progress.Profile.Capabilities.Interactive && Progress.Profile.Out.IsTerminal;

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _parsed.GetValue(argument);

    /// <summary>Whether the user gave an option.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <summary>Tells the result: to programs as JSON, else to people.</summary>
    public void Result(JsonObject json, Action<IAnsiConsole> forPeople) => Result(json, () => forPeople(Console));

    /// <summary>The same where people are told line by line.</summary>
    public void Result(JsonObject json, Action forPeople)
    {
        if (IsJson) _output.WriteLine(json.ToJsonString(JsonOptions));
        else forPeople();
    }

    /// <summary>Tells people a line of a result as it is, which for a few lines is much quicker than a console.</summary>
    public void WriteLine(string line) => _forPeople.WriteLine(line);

    /// <summary>Loads a data set, with progress where that takes long.</summary>
    public Task<SpriteDataset> LoadAsync(DataReference reference) => SourceDisplay.LoadAsync(this, reference);
}
