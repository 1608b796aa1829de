using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs.Sweeps;

namespace PixelGpt.Cli.Commands;

/// <summary>The option <c>--set name=value,…</c> of a sweep, and the combinations of all values.</summary>
internal sealed class SweepSets
{
    private const string Seed = "seed";

    private readonly Func<IReadOnlyList<Option>> _options;

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">Returns the options that can be swept.</param>
    public SweepSets(Command command, Func<IReadOnlyList<Option>> options)
    {
        _options = options;
        command.Options.Add(Option);
    }

    /// <summary>The option.</summary>
    public Option<string[]> Option { get; } = new("--set")
    {
        Description = "An option of the model or the recipe without its dashes, and the values to try, such as lr=1e-3,2e-3. Can be repeated; all combinations are tried.",
        HelpName = "NAME=A,B,...",
    };

    /// <summary>Reads the sets and returns their combinations.</summary>
    /// <exception cref="InputException">A name is unknown or given twice, or a set has no values or one twice.</exception>
    public IReadOnlyList<IReadOnlyList<SweepValue>> Read(Session session)
    {
        List<SweepValue[]> sets = [];
        foreach (string text in session.Get(Option) ?? [])
        {
            SweepValue[] values = Read(session, text);
            if (sets.Any(s => s[0].Name == values[0].Name)) throw new InputException($"--set {values[0].Name} is given twice; give all its values in one, separated by commas");
            sets.Add(values);
        }

        IEnumerable<IReadOnlyList<SweepValue>> combinations = [[]];
        foreach (SweepValue[] set in sets) combinations = combinations.SelectMany(c => set, (c, value) => (IReadOnlyList<SweepValue>)[.. c, value]);
        long count = sets.Aggregate(1L, (product, set) => Math.Min(product * set.Length, int.MaxValue));
        InputException.Check(count <= SweepPlan.MaxTrials, "the number of combinations of --set", count, $"at most {SweepPlan.MaxTrials}");
        return [.. combinations];
    }

    /// <summary>Returns the arguments of <c>pixelgpt train</c> for the values of a setting.</summary>
    /// <exception cref="InputException">A switch without a value has another value than true or false.</exception>
    public IEnumerable<string> Arguments(IReadOnlyList<SweepValue> values) => values.SelectMany(v => Arguments(v));

    private string[] Arguments(SweepValue value)
    {
        Option option = _options().First(o => Has(o, value.Name));
        if (option.Arity.MaximumNumberOfValues > 0) return [option.Name, value.Value];
        return value.Value switch
        {
            "true" => [option.Name],
            "false" => [],
            _ => throw new InputException($"--set {value.Name} must be true or false (got '{Excerpt.Of(value.Value, 40)}')"),
        };
    }

    private SweepValue[] Read(Session session, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? text : text[..equals]).Trim().TrimStart('-').Replace('_', '-');
        if (name.Length == 0) throw new InputException($"--set must be NAME=A,B,... such as lr=1e-3,2e-3 (got '{Excerpt.Of(text, 60)}')");
        if (name == Seed) throw new InputException("--set seed is not possible; use --seeds N, which trains each setting with the seeds from --seed on");
        Option option = _options().FirstOrDefault(o => Has(o, name))
            ?? throw new InputException($"--set {Excerpt.Of(name, 40)}: there is no such option of a model or a recipe{UsageError.Suggestion(name, Names())}; see 'pixelgpt sweep --help'");
        if (session.Has(option)) throw new InputException($"{option.Name} and --set {name} are both given; give one of them");
        string[] values = equals < 0 ? [] : text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries);
        if (values.Length == 0 || values.Contains("")) throw new InputException($"--set {name} must have values separated by commas, such as --set {name}=A,B (got '{Excerpt.Of(text, 60)}')");
        if (values.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"--set {name} has the value '{Excerpt.Of(twice.Key, 40)}' twice; give each value once");
        string canonical = option.Name.TrimStart('-');
        return [.. values.Select(v => new SweepValue(canonical, v))];
    }

    private IEnumerable<string> Names() => _options().Select(o => o.Name.TrimStart('-')).Where(name => name != Seed);

    private static bool Has(Option option, string name) => option.Aliases.Prepend(option.Name).Any(n => n.TrimStart('-') == name);
}
