using System.CommandLine;
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
            result.AddError($"'{result.Tokens[0].Value}' for {name} is not a number.");
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
            foreach (System.CommandLine.Parsing.Token token in result.Tokens)
            {
                if (double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) values.Add(value);
                else result.AddError($"'{token.Value}' for {name} is not a number.");
            }

            return [.. values];
        },
    };

    /// <summary>The threads asked for.</summary>
    public static int ReadThreads(this Session session, Option<int> option)
    {
        int threads = session.Get(option);
        return threads is >= 1 and <= 1024 ? threads : throw new InputException($"threads is {threads}; it must be 1 to 1024");
    }
}
