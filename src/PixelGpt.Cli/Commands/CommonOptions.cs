using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PixelGpt.Cli.Commands;

/// <summary>Options that several commands share: each makes its own, under the same name and words.</summary>
internal static class CommonOptions
{
    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads to use; results do not depend on it",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
    };

    public static Option<double?> PromptFraction() => Number("--prompt-fraction", "Fraction of each picture that is given as the prompt (default: the value of the run, or 0.6)", "FRACTION", "--keep");

    public static Option<ulong?> Seed(string description) => new("--seed") { Description = description, HelpName = "N" };

    public static Option<string?> Out(string description) => new("--out") { Description = description, HelpName = "DIR" };

    /// <summary>A number. The library's own reading takes 0,001 for 1: a comma as a separator of thousands.</summary>
    public static Option<double?> Number(string name, string description, string helpName = "X", params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return value;
            UsageError.Refuse(result, $"{name} must be a number (got '{result.Tokens[0].Value}')");
            return null;
        },
    };

    /// <summary>As many numbers as are given, read as <see cref="Number"/> reads one.</summary>
    public static Option<double[]> Numbers(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            var values = new List<double>();
            foreach (Token token in result.Tokens)
            {
                if (double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) values.Add(value);
                else UsageError.Refuse(result, $"{name} must be a number (got '{token.Value}')");
            }

            return [.. values];
        },
    };

    /// <summary>Accepts these values only, and offers them to shells.</summary>
    public static void AcceptOnly(this Option option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result => RefuseOthers(result, option.Name, result.Tokens, values));
    }

    /// <summary>Accepts these values only, and offers them to shells.</summary>
    public static void AcceptOnly(this Argument argument, params string[] values)
    {
        argument.CompletionSources.Add(values);
        argument.Validators.Add(result => RefuseOthers(result, argument.Name, result.Tokens, values));
    }

    /// <summary>The threads asked for.</summary>
    public static int ReadThreads(this Session session, Option<int> option)
    {
        int threads = session.Get(option);
        return threads is >= 1 and <= 1024 ? threads : throw new InputException($"threads is {threads}; it must be 1 to 1024");
    }

    private static void RefuseOthers(SymbolResult result, string name, IReadOnlyList<Token> tokens, string[] values)
    {
        foreach (Token token in tokens)
        {
            if (!values.Contains(token.Value, StringComparer.Ordinal)) UsageError.Refuse(result, $"{name} must be {UsageError.Choices(values)} (got '{token.Value}')");
        }
    }
}
