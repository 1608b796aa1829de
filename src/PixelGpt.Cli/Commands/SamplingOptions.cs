using System.CommandLine;
using PixelGpt.Generation;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that say how pixels are chosen. With none of them drawing is greedy; any of them means chance.</summary>
internal sealed class SamplingOptions
{
    private readonly Option<double?> _temperature = CommonOptions.Number("--temperature", "Draw by chance: below 1 bolder, above 1 wilder (default: the likeliest colour, no chance)", "T", "-t");
    private readonly Option<int?> _topK = new("--top-k") { Description = "Draw by chance among the K likeliest colours", HelpName = "K" };
    private readonly Option<double?> _topP = CommonOptions.Number("--top-p", "Draw by chance among the likeliest colours that together have probability P", "P");
    private readonly Option<int> _samples = new("--samples", "-n") { Description = "How many different completions of each picture", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What all chance follows from (default: 0)");

    public SamplingOptions(Command command)
    {
        foreach (Option option in (Option[])[_temperature, _topK, _topP, _samples, _seed]) command.Options.Add(option);
    }

    public (GenerationOptions Options, int Samples) Read(Session session)
    {
        int samples = session.Get(_samples);
        var options = new GenerationOptions
        {
            DoSample = samples > 1 || session.Has(_temperature) || session.Has(_topK) || session.Has(_topP) || session.Has(_seed),
            Temperature = session.Get(_temperature) ?? 1,
            TopK = session.Get(_topK) ?? 0,
            TopP = session.Get(_topP) ?? 1,
            Seed = session.Get(_seed) ?? 0,
        };
        options.Validate();
        return (options, samples);
    }
}
