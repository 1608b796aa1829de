using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace PixelGpt.Cli;

/// <summary>What is wrong with the arguments, on one line and in plain words: the library speaks of types, and of what follows from a mistake beside the mistake.</summary>
internal static class UsageMistake
{
    private const string NoCommand = "Required command was not provided.";
    private const string Unrecognized = "Unrecognized command or argument";
    private const string Suggestion = "Did you mean";

    public static string Describe(ParseResult parsed, ParseErrorAction mistake)
    {
        using var written = new StringWriter();
        mistake.ShowHelp = false;
        parsed.Invoke(new InvocationConfiguration { Output = written, Error = written, EnableDefaultExceptionHandler = false });
        string text = written.ToString();
        foreach (ParseError error in parsed.Errors)
        {
            if (error.SymbolResult is OptionResult { Tokens: [.., Token value] } result && error.Message.StartsWith("Cannot parse", StringComparison.Ordinal))
                text = text.Replace(error.Message, $"'{value.Value}' for {result.Option.Name} is not {Wanted(result.Option.ValueType)}.", StringComparison.Ordinal);
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Any(l => l.Contains(Suggestion, StringComparison.Ordinal))) lines = [.. lines.Where(l => !l.StartsWith(Unrecognized, StringComparison.Ordinal))];
        if (lines.Length > 1) lines = [.. lines.Where(l => l != NoCommand)];
        return $"{string.Join(' ', lines)} (see '{CommandPath(parsed)} --help')";
    }

    private static string Wanted(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => "a whole number",
        TypeCode.UInt64 => "a whole number of at least 0",
        TypeCode.Boolean => "true or false",
        _ => "what it takes",
    };

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (CommandResult result = parsed.CommandResult; result.Command is not RootCommand; result = (CommandResult)result.Parent!) names.Insert(0, result.Command.Name);
        return string.Join(' ', names.Prepend("pixelgpt"));
    }
}
