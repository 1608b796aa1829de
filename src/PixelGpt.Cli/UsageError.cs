using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PixelGpt.Cli;

/// <summary>Describes wrong arguments in one line. Messages are built from the parse result's structure, never from the library's text.</summary>
internal static class UsageError
{
    /// <summary>The messages that this program's own validators added, by the symbol they belong to.</summary>
    private static readonly ConditionalWeakTable<SymbolResult, List<string>> Own = [];

    /// <summary>Refuses a value with a message that <see cref="Find"/> returns unchanged.</summary>
    public static void Refuse(SymbolResult result, string message)
    {
        Own.GetOrCreateValue(Owner(result)).Add(message);
        result.AddError(message);
    }

    /// <summary>Describes what is wrong with the arguments; null if nothing is, or if they ask for help, the version or completions.</summary>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action) return null;
        string? problem = UnknownName(parsed);
        if (problem is null && parsed.Errors.Count > 0)
        {
            string[] problems = [.. parsed.Errors.Select(e => Owner(e.SymbolResult ?? parsed.CommandResult)).Distinct().SelectMany(Describe).Distinct(StringComparer.Ordinal)];
            problem = problems.Length > 0 ? string.Join("; ", problems) : "the arguments are not valid";
        }

        return problem is null ? null : $"{problem}; see '{CommandPath(parsed.CommandResult)} --help'";
    }

    /// <summary>Formats a list of names: <c>a, b or c</c>.</summary>
    public static string Choices(IReadOnlyList<string> names) =>
        names.Count > 1 ? $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}" : string.Concat(names);

    /// <summary>Describes the first name that is unknown; everything else that is wrong may follow from it.</summary>
    private static string? UnknownName(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] unmatched = [.. parsed.UnmatchedTokens];
        if (command.Subcommands.Count > 0 && unmatched is [var name, ..] && !IsOption(name))
            return $"unknown command '{name}'{Suggestion(name, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}";

        // The parser takes an option that it does not expect as a value. After "--", every value is meant as it is.
        bool isLiteral = parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash);
        foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            if (!isLiteral && option.Tokens.FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal)) is { } next)
                return $"missing value for {option.Option.Name} (got '{next.Value}')";
        }

        IEnumerable<string> values = isLiteral ? [] : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);
        if (values.Concat(unmatched).FirstOrDefault(IsOption) is { } unknown) return $"unknown option '{unknown}'{Suggestion(unknown, OptionNames(parsed.CommandResult))}";
        return unmatched.Length > 0 ? $"unexpected argument '{unmatched[0]}'" : null;
    }

    private static IEnumerable<string> Describe(SymbolResult result)
    {
        if (Own.TryGetValue(result, out List<string>? messages)) return messages;
        return result switch
        {
            OptionResult option => [DescribeOption(option)],
            ArgumentResult argument => [DescribeValues(argument.Argument.Name, argument.Argument.Arity, argument.Argument.ValueType, argument.Tokens, $"missing argument {argument.Argument.Name}")],
            CommandResult command => DescribeMissing(command),
            _ => [],
        };
    }

    private static string DescribeOption(OptionResult result)
    {
        Option option = result.Option;
        if (result.Implicit && option.Required) return MissingOption(option);
        if (result.IdentifierTokenCount > 1 && option.Arity.MaximumNumberOfValues <= 1) return $"{option.Name} is given {result.IdentifierTokenCount} times; give it once";
        return DescribeValues(option.Name, option.Arity, option.ValueType, result.Tokens, $"missing value for {option.Name}");
    }

    private static string DescribeValues(string name, ArgumentArity arity, Type type, IReadOnlyList<Token> values, string missing)
    {
        if (values.Count < Math.Max(1, arity.MinimumNumberOfValues)) return missing;
        if (values.Count <= arity.MaximumNumberOfValues) return $"{name} must be {Wanted(type, values[^1].Value)} (got '{values[^1].Value}')";
        string got = string.Join(", ", values.Select(v => $"'{v.Value}'"));
        return arity.MaximumNumberOfValues == 0 ? $"{name} takes no value (got {got})" : $"{name} takes at most {arity.MaximumNumberOfValues} (got {values.Count}: {got})";
    }

    /// <summary>Lists what a command needs and did not get.</summary>
    private static IEnumerable<string> DescribeMissing(CommandResult result)
    {
        Command command = result.Command;
        if (command.Subcommands.Count > 0)
            return [$"missing command after '{CommandPath(result)}'; use {Choices([.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)])}"];
        IEnumerable<string> arguments = command.Arguments
            .Where(a => a.Arity.MinimumNumberOfValues > 0 && !a.HasDefaultValue && result.GetResult(a) is not { Tokens.Count: > 0 })
            .Select(a => $"missing argument {a.Name}");
        return arguments.Concat(command.Options.Where(o => o.Required && result.GetResult(o) is null or { Implicit: true }).Select(MissingOption));
    }

    private static string MissingOption(Option option) => $"missing required option {option.Name}";

    private static string Wanted(Type type, string value)
    {
        bool isWhole = BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number);
        return Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            TypeCode.Int32 => isWhole ? $"a whole number from {int.MinValue} to {int.MaxValue}" : "a whole number",
            TypeCode.UInt64 => isWhole && number.Sign > 0 ? $"a whole number from 0 to {ulong.MaxValue}" : "a whole number of at least 0",
            TypeCode.Boolean => "true or false",
            _ => "another value",
        };
    }

    /// <summary>The option to which an option's own argument belongs; any other symbol is its own owner.</summary>
    private static SymbolResult Owner(SymbolResult result) => result is ArgumentResult { Parent: OptionResult option } ? option : result;

    private static bool IsOption(string value) => value.Length > 1 && value[0] == '-';

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        IEnumerable<Option> options = result.Command.Options;
        for (SymbolResult? parent = result.Parent; parent is CommandResult { Command: var command }; parent = parent.Parent) options = options.Concat(command.Options.Where(o => o.Recursive));
        return options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Prepend(o.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));
    }

    private static string Suggestion(string typed, IEnumerable<string> names)
    {
        int limit = Math.Max(1, typed.TrimStart('-').Length / 3);
        string? near = names.Select(name => (Name: name, Distance: EditDistance.Of(typed, name)))
            .Where(n => n.Distance <= limit || (typed.Length >= 4 && n.Name.StartsWith(typed, StringComparison.Ordinal)))
            .OrderBy(n => n.Distance)
            .Select(n => n.Name)
            .FirstOrDefault();
        return near is null ? "" : $" (did you mean '{near}'?)";
    }

    private static string CommandPath(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandPath(parent)} {result.Command.Name}" : "pixelgpt";
}
