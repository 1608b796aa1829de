using System.CommandLine;
using System.Globalization;
using PixelGpt.Generation;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that say how pixels are chosen. Drawing is greedy unless <c>--do-sample</c> or an option that only means something to chance says otherwise.</summary>
internal sealed class SamplingOptions
{
    private readonly Option<bool?> _doSample = new("--do-sample") { Description = "Draw by chance, from what the model thinks likely (default: when an option below asks for it)", HelpName = "true|false", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<double?> _temperature = CommonOptions.Number("--temperature", "Draw by chance: below 1 bolder, above 1 wilder (default: the likeliest colour, no chance)", "T", "-t");
    private readonly Option<int?> _topK = new("--top-k") { Description = "Draw by chance among the K likeliest colours", HelpName = "K" };
    private readonly Option<double?> _topP = CommonOptions.Number("--top-p", "Draw by chance among the likeliest colours that together have probability P", "P");
    private readonly Option<double?> _minP = CommonOptions.Number("--min-p", "Draw by chance among the colours at least P times as likely as the likeliest", "P");
    private readonly Option<double?> _typicalP = CommonOptions.Number("--typical-p", "Draw by chance among the colours about as surprising as expected, that together have probability P", "P");
    private readonly Option<double?> _repetitionPenalty = CommonOptions.Number("--repetition-penalty", "Make colours that the picture already has less likely (above 1) or likelier (below 1)", "X");
    private readonly Option<int> _samples = new("--samples", "-n", "--num-return-sequences") { Description = "How many different completions of each picture", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<int?> _maxLength = new("--max-length") { Description = "End after so many pixels of the picture, those given among them (default: the whole picture)", HelpName = "PIXELS" };
    private readonly Option<int?> _bestOf = new("--best-of") { Description = "Draw N of each picture and keep the likeliest", HelpName = "N" };
    private readonly Option<int> _numBeams = new("--num-beams") { Description = "Search for the likeliest picture with so many beams, instead of the likeliest next pixel", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> _colors = new("--colors") { Description = "Draw with these palette indices only (0,5,12-20), or with those of the prompt", HelpName = "LIST|prompt" };
    private readonly Option<bool> _symmetry = new("--symmetry") { Description = "Mirror the left half of every drawn row" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What all chance follows from (default: 0)");

    public SamplingOptions(Command command)
    {
        foreach (Option option in (Option[])[_doSample, _temperature, _topK, _topP, _minP, _typicalP, _repetitionPenalty, _samples, _maxLength, _bestOf, _numBeams, _colors, _symmetry, _seed]) command.Options.Add(option);
    }

    public (GenerationOptions Options, int BestOf) Read(Session session)
    {
        int samples = session.Get(_samples), bestOf = session.Get(_bestOf) ?? samples;
        string? colors = session.Get(_colors);
        int beams = session.Get(_numBeams);
        var options = new GenerationOptions
        {
            DoSample = session.Has(_doSample) ? session.Get(_doSample) ?? true : (samples > 1 && beams == 1) || bestOf > samples || ((Option[])[_temperature, _topK, _topP, _minP, _typicalP, _seed]).Any(session.Has),
            Temperature = session.Get(_temperature) ?? 1,
            TopK = session.Get(_topK) ?? 0,
            TopP = session.Get(_topP) ?? 1,
            MinP = session.Get(_minP) ?? 0,
            TypicalP = session.Get(_typicalP) ?? 1,
            RepetitionPenalty = session.Get(_repetitionPenalty) ?? 1,
            Colors = colors is null or "prompt" ? null : ParseColors(colors),
            NumReturnSequences = samples,
            MaxLength = session.Get(_maxLength),
            NumBeams = beams,
            PromptColors = colors == "prompt",
            Symmetry = session.Get(_symmetry),
            Seed = session.Get(_seed) ?? 0,
        };
        options.Validate();
        return (options, bestOf);
    }

    /// <summary>Reads <c>0,5,12-20</c>.</summary>
    private static int[] ParseColors(string text)
    {
        var colors = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !ends.All(e => int.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < 65536))
                throw new InputException($"colors '{text}': give palette indices such as 0,5,12-20, or 'prompt'");
            int first = int.Parse(ends[0], CultureInfo.InvariantCulture), last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            if (last < first) throw new InputException($"colors '{text}': {part} ends before it begins");
            colors.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return [.. colors];
    }
}
