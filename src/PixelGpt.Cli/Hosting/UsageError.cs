using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace PixelGpt.Cli.Hosting;

/// <summary>
/// Describes wrong arguments in one line. The messages are built from the structure of the parse result; the texts of the
/// parser library are never shown.
/// </summary>
internal static class UsageError
{
    /// <summary>Marks the messages of this program's validators; no message of the library begins with it.</summary>
    private const char OwnMessage = '\0';

    /// <summary>Rejects a value with a message that <see cref="Find"/> returns unchanged.</summary>
    public static void Refuse(SymbolResult result, string message) => result.AddError(OwnMessage + message);

    /// <summary>Describes what is wrong with the arguments.</summary>
    /// <returns>One line; null if nothing is wrong, or if the user asks for help, the version or completions.</returns>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action) return null;
        string? problem = FindUnknownName(parsed);
        if (problem is null && parsed.Errors.Count > 0)
        {
            string[] problems = [.. parsed.Errors.GroupBy(e => OwnerOf(e.SymbolResult ?? parsed.CommandResult)).SelectMany(g => Describe(g.Key, g)).Distinct(StringComparer.Ordinal)];
            problem = problems.Length > 0 ? string.Join("; ", problems) : "the arguments are not valid";
        }

        return problem is null ? null : $"{problem}; see '{CommandPath(parsed.CommandResult)} --help'";
    }

    /// <summary>Formats a list of names: <c>a, b or c</c>.</summary>
    public static string Choices(IReadOnlyList<string> names) =>
        names.Count > 1 ? $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}" : string.Concat(names);

    /// <summary>Suggests the name that a user probably meant.</summary>
    /// <returns>The suggestion in brackets, with a space before it; empty if no name is near.</returns>
    public static string Suggestion(string typed, IEnumerable<string> names)
    {
        int limit = Math.Max(1, typed.TrimStart('-').Length / 3);
        string? nearest = names.Select(name => (Name: name, Distance: EditDistance.Of(typed, name)))
            .Where(n => n.Distance <= limit || (typed.Length >= 4 && n.Name.StartsWith(typed, StringComparison.Ordinal)))
            .OrderBy(n => n.Distance)
            .FirstOrDefault().Name;
        return nearest is null ? "" : $" (did you mean '{nearest}'?)";
    }

    /// <summary>Describes the first unknown name. It is reported alone, because it can cause the other errors.</summary>
    private static string? FindUnknownName(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] unmatched = [.. parsed.UnmatchedTokens];
        if (command.Subcommands.Count > 0 && unmatched is [var name, ..] && !IsOption(name))
            return $"unknown command '{name}'{Suggestion(name, SubcommandNames(command))}";

        // The parser takes an option that it does not know as a value. After "--", such a value is intended.
        bool isLiteral = parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash);
        if (!isLiteral)
        {
            foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>())
            {
                if (option.Tokens.FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal)) is { } next)
                    return $"missing value for {option.Option.Name} (got '{next.Value}')";
            }
        }

        IEnumerable<string> values = isLiteral ? [] : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);
        if (values.Concat(unmatched).FirstOrDefault(IsOption) is { } unknown) return $"unknown option '{unknown}'{Suggestion(unknown, OptionNames(parsed.CommandResult))}";
        return unmatched.Length > 0 ? $"unexpected argument '{unmatched[0]}'" : null;
    }

    /// <summary>Describes the errors of one symbol: with the messages of this program's validators, or else from the symbol's values.</summary>
    private static IEnumerable<string> Describe(SymbolResult symbol, IEnumerable<ParseError> errors)
    {
        string[] own = [.. errors.Where(e => e.Message.StartsWith(OwnMessage)).Select(e => e.Message[1..])];
        if (own.Length > 0) return own;
        return symbol switch
        {
            OptionResult option => [DescribeOption(option)],
            ArgumentResult { Argument: var argument } result => [DescribeValues(argument.Name, argument.Arity, argument.ValueType, result.Tokens, $"missing argument {argument.Name}")],
            CommandResult { Command: { Subcommands.Count: > 0 } command } result => [$"missing command after '{CommandPath(result)}'; use {Choices(SubcommandNames(command))}"],
            _ => [],
        };
    }

    private static string DescribeOption(OptionResult result)
    {
        Option option = result.Option;
        if (result.Implicit && option.Required) return $"missing required option {option.Name}";
        if (result.IdentifierTokenCount > 1 && option.Arity.MaximumNumberOfValues <= 1) return $"{option.Name} is given {result.IdentifierTokenCount} times; give it once";
        return DescribeValues(option.Name, option.Arity, option.ValueType, result.Tokens, $"missing value for {option.Name}");
    }

    private static string DescribeValues(string name, ArgumentArity arity, Type type, IReadOnlyList<Token> values, string missing)
    {
        if (values.Count < Math.Max(1, arity.MinimumNumberOfValues)) return missing;
        if (values.Count <= arity.MaximumNumberOfValues) return $"{name} must be {Expected(type, values[^1].Value)} (got '{values[^1].Value}')";
        string got = string.Join(", ", values.Select(v => $"'{v.Value}'"));
        return arity.MaximumNumberOfValues == 0 ? $"{name} takes no value (got {got})" : $"{name} takes at most {arity.MaximumNumberOfValues} (got {values.Count}: {got})";
    }

    private static string Expected(Type type, string value)
    {
        bool isWhole = BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number);
        return Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            TypeCode.Int32 => isWhole ? $"a whole number from {int.MinValue} to {int.MaxValue}" : "a whole number",
            TypeCode.Int64 => isWhole ? $"a whole number from {long.MinValue} to {long.MaxValue}" : "a whole number",
            TypeCode.UInt64 => isWhole && number.Sign > 0 ? $"a whole number from 0 to {ulong.MaxValue}" : "a whole number of at least 0",
            TypeCode.Boolean => "true or false",
            _ => "another value",
        };
    }

    /// <summary>Gets the option to which an option's own argument belongs; any other symbol is its own owner.</summary>
    private static SymbolResult OwnerOf(SymbolResult result) => result is ArgumentResult { Parent: OptionResult option } ? option : result;

    private static bool IsOption(string value) => value.Length > 1 && value[0] == '-';

    private static string[] SubcommandNames(Command command) => [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        IEnumerable<Option> options = result.Command.Options;
        for (SymbolResult? parent = result.Parent; parent is CommandResult { Command: var command }; parent = parent.Parent) options = options.Concat(command.Options.Where(o => o.Recursive));
        return options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Prepend(o.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));
    }

    private static string CommandPath(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandPath(parent)} {result.Command.Name}" : "pixelgpt";
}
