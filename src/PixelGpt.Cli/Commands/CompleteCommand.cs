using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt complete</c></summary>
internal sealed class CompleteCommand : Command, IRunnable
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run folder, or any folder with config.json, model.safetensors and colormap.txt." };
    private readonly Argument<string[]> _images = new("IMAGE.png") { Description = "PNG pictures to complete instead of the sprites of a data set.", Arity = ArgumentArity.ZeroOrMore };
    private readonly DataOptions _data;
    private readonly Option<string?> _split = new("--split") { Description = "Split to complete (default: test).", HelpName = "train|dev|test" };
    private readonly Option<double?> _promptFraction = CommonOptions.PromptFractionOfRun();
    private readonly SamplingOptions _sampling;
    private readonly Option<bool> _record = new("--record") { Description = "Save the token statistics of each pixel (record.jsonl), and heat maps of entropy and surprisal (entropy.png, surprisal.png)." };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Output folder (default: RUN for the test split, RUN/dev or RUN/train for the other splits, RUN/completions for pictures).");

    public CompleteCommand()
        : base("complete", "Complete pictures from their first pixels.")
    {
        Arguments.Add(_run);
        Arguments.Add(_images);
        _data = new DataOptions(this, "Data set to complete", "the one that the run was trained on");
        Options.Add(_split);
        Options.Add(_promptFraction);
        _sampling = new SamplingOptions(this);
        Options.Add(_record);
        Options.Add(_threads);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt complete runs/demo",
        "pixelgpt complete runs/demo --split dev --prompt-fraction 0.5 --out half",
        "pixelgpt complete runs/demo my-sprite.png --temperature 0.9 --top-k 20 --samples 8",
        "pixelgpt complete runs/demo --best-of 16 --rank judge --judge runs/judge",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        PixelModel model = PixelModel.Load(path);
        var folder = new RunFolder(path);
        (Generation.GenerationOptions options, Candidates candidates) = _sampling.Read(session, GenerationConfigFile.Load(folder));
        var workflow = new CompletionWorkflow(session, model, session.ReadThreads(_threads), options, candidates, session.Get(_record));
        var defaults = RunDefaults.Load(folder);
        double promptFraction = session.Get(_promptFraction) ?? defaults.PromptFraction;
        DataReference? named = _data.Read(session);
        if (session.Get(_images) is { Length: > 0 } images)
        {
            if (named is not null || session.Has(_split)) throw new InputException("give either pictures, or --data and --split, not both");
            return workflow.CompleteImages(images, promptFraction, session.Get(_out) ?? folder["completions"]);
        }

        SpriteDataset data = await session.LoadAsync(defaults.Choose(named, path, "--data, or PNG pictures"));
        string split = session.Get(_split) ?? SpriteDataset.Test;
        return workflow.CompleteSplit(data, split, promptFraction, session.Get(_out) ?? (split == SpriteDataset.Test ? path : folder[split]));
    }
}
