using System.CommandLine;
using System.Globalization;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Workflows;
using PixelGpt.Generation;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary>
/// The options of generation. Options that are not given have the values of the model's <c>generation_config.json</c>. Without that
/// file, generation is greedy unless <c>--do-sample</c> or an option that requires sampling is given.
/// </summary>
internal sealed class SamplingOptions
{
    private readonly Option<bool?> _doSample = new("--do-sample") { Description = "Sample colours at random instead of taking the most probable one (default: true if a sampling option is given, otherwise that of the model's generation_config.json, or false).", HelpName = "true|false", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<double?> _temperature = CommonOptions.Number("--temperature", "Sampling temperature; values below 1 make likely colours more likely (default: that of the model's generation_config.json, or 1).", "T", "-t");
    private readonly Option<int?> _topK = new("--top-k") { Description = "Sample from the K most probable colours.", HelpName = "K" };
    private readonly Option<double?> _topP = CommonOptions.Number("--top-p", "Sample from the smallest set of most probable colours with a total probability of at least P.", "P");
    private readonly Option<double?> _minP = CommonOptions.Number("--min-p", "Sample from the colours with at least P times the probability of the most probable colour.", "P");
    private readonly Option<double?> _typicalP = CommonOptions.Number("--typical-p", "Typical sampling: sample from the smallest set of colours, with a total probability of at least P, whose surprisal is closest to the entropy.", "P");
    private readonly Option<double?> _repetitionPenalty = CommonOptions.Number("--repetition-penalty", "Make colours that the picture already has less probable (above 1) or more probable (below 1).", "X");
    private readonly Option<int?> _samples = new("--samples", "-n", "--num-return-sequences") { Description = "Number of completions per picture (default: 1, or 4 for pictures that are completed with the built-in model).", HelpName = "N" };
    private readonly Option<int?> _maxLength = new("--max-length") { Description = "Stop at this number of pixels, including the prompt (default: the whole picture).", HelpName = "PIXELS" };
    private readonly Option<int?> _bestOf = new("--best-of") { Description = "Generate N candidates per picture and return the best ones.", HelpName = "N" };
    private readonly Option<string?> _rank = new("--rank") { Description = "With --best-of: rank candidates by their likelihood under the model, or by the probability of the judge given with --judge that they are real (default: judge if --judge is given, otherwise likelihood).", HelpName = "likelihood|judge" };
    private readonly Option<string?> _judge = new("--judge") { Description = "With --best-of: judge that ranks the candidates (a folder written by 'pixelgpt judge train').", HelpName = "DIR" };
    private readonly Option<int> _numBeams = new("--num-beams") { Description = "Beam search with N beams; 1 for no beam search.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> _colors = new("--colors") { Description = "Allowed palette indices (0,5,12-20), or the colours of the prompt.", HelpName = "LIST|prompt" };
    private readonly Option<int?> _maxColors = new("--max-colors") { Description = "Maximum number of different colours of a picture, the given pixels included.", HelpName = "N" };
    private readonly Option<bool> _symmetry = new("--symmetry") { Description = "Make every generated row the mirror image of its left half." };
    private readonly Option<ulong?> _seed = CommonOptions.Seed();

    public SamplingOptions(Command command)
    {
        _rank.AcceptOnly("likelihood", "judge");
        foreach (Option option in (Option[])[_doSample, _temperature, _topK, _topP, _minP, _typicalP, _repetitionPenalty, _samples, _maxLength, _bestOf, _rank, _judge, _numBeams, _colors, _maxColors, _symmetry, _seed]) command.Options.Add(option);
    }

    /// <summary>Adds the options of commands that always sample, and have no prompt.</summary>
    /// <param name="command">The command.</param>
    /// <param name="count">The option for the number of pictures.</param>
    public SamplingOptions(Command command, Option<int?> count)
    {
        _samples = count;
        foreach (Option option in (Option[])[_samples, _temperature, _topK, _topP, _minP, _typicalP, _repetitionPenalty, _colors, _maxColors, _symmetry, _seed]) command.Options.Add(option);
    }

    /// <summary>Reads and validates the options of a command that always samples.</summary>
    /// <param name="session">The session.</param>
    /// <param name="defaults">The default sampling of the model.</param>
    /// <param name="defaultCount">The default number of pictures.</param>
    public GenerationOptions ReadSampled(Session session, GenerationOptions defaults, int defaultCount)
    {
        if (session.Get(_colors) == "prompt") throw new InputException("--colors must be palette indices, because there is no prompt (got 'prompt')");
        GenerationOptions options = ReadSampling(session, defaults) with { DoSample = true, NumReturnSequences = session.Get(_samples) ?? defaultCount };
        options.Validate();
        return options;
    }

    /// <summary>Reads and validates the options.</summary>
    /// <param name="session">The session.</param>
    /// <param name="defaults">The default sampling of the model.</param>
    /// <param name="defaultSamples">The default number of completions per picture, if they are sampled.</param>
    public (GenerationOptions Options, Candidates Candidates) Read(Session session, GenerationOptions defaults, int defaultSamples = 1)
    {
        bool isGreedy = session.Get(_numBeams) > 1 || (session.Has(_doSample) && session.Get(_doSample) == false) || session.Has(_bestOf);
        int samples = session.Get(_samples) ?? (isGreedy ? 1 : defaultSamples), bestOf = session.Get(_bestOf) ?? samples;
        int beams = session.Get(_numBeams);
        bool isSampled = (samples > 1 && beams == 1) || bestOf > samples || ((Option[])[_temperature, _topK, _topP, _minP, _typicalP, _seed]).Any(session.Has);
        GenerationOptions options = ReadSampling(session, beams == 1 ? defaults : defaults with { RepetitionPenalty = 1 }) with
        {
            DoSample = session.Has(_doSample) ? session.Get(_doSample) ?? true : isSampled || (defaults.DoSample && beams == 1),
            NumReturnSequences = samples,
            MaxLength = session.Get(_maxLength),
            NumBeams = beams,
        };
        options.Validate();
        return (options, new Candidates(bestOf, ReadRanking(session, hasRanking: bestOf > samples)));
    }

    private GenerationOptions ReadSampling(Session session, GenerationOptions defaults)
    {
        string? colors = session.Get(_colors);
        return new GenerationOptions
        {
            Temperature = session.Get(_temperature) ?? defaults.Temperature,
            TopK = session.Get(_topK) ?? defaults.TopK,
            TopP = session.Get(_topP) ?? defaults.TopP,
            MinP = session.Get(_minP) ?? defaults.MinP,
            TypicalP = session.Get(_typicalP) ?? defaults.TypicalP,
            RepetitionPenalty = session.Get(_repetitionPenalty) ?? defaults.RepetitionPenalty,
            Colors = colors is null or "prompt" ? null : ParseColors(colors),
            PromptColors = colors == "prompt",
            MaxColors = session.Get(_maxColors),
            Symmetry = session.Get(_symmetry),
            Seed = session.Get(_seed) ?? 0,
        };
    }

    private CompletionRanking ReadRanking(Session session, bool hasRanking)
    {
        if (!session.Has(_rank) && !session.Has(_judge)) return CompletionRanking.Likelihood;
        if (!hasRanking) throw new InputException("--rank and --judge require --best-of N, with more candidates than completions");
        bool byJudge = (session.Get(_rank) ?? "judge") == "judge";
        if (!byJudge && session.Has(_judge)) throw new InputException("--judge requires --rank judge (got likelihood)");
        if (!byJudge) return CompletionRanking.Likelihood;
        return CompletionRanking.LoadJudge(session.Get(_judge) ?? throw new InputException("--rank judge requires --judge DIR, the folder of a judge; train one with 'pixelgpt judge train'"));
    }

    /// <summary>Reads <c>0,5,12-20</c>.</summary>
    private static int[] ParseColors(string text)
    {
        var colors = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !ends.All(e => int.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < 65536))
                throw new InputException($"--colors must be palette indices such as 0,5,12-20, or prompt (got '{text}')");
            int first = int.Parse(ends[0], CultureInfo.InvariantCulture), last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            if (last < first) throw new InputException($"--colors: the range {part} must not end before its start (got '{text}')");
            colors.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return [.. colors];
    }
}
