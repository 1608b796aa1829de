using System.CommandLine;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt complete</c></summary>
internal sealed class CompleteCommand : Command, IRunnable
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run's folder, or any with config.json, model.safetensors and colormap.txt" };
    private readonly Argument<string[]> _images = new("IMAGE.png") { Description = "Pictures to finish, instead of a data set's sprites", Arity = ArgumentArity.ZeroOrMore };
    private readonly DataOptions _data;
    private readonly Option<string?> _split = new("--split") { Description = "Which split to finish (default: test)", HelpName = "train|dev|test" };
    private readonly Option<double?> _keep = CommonOptions.PromptFraction();
    private readonly SamplingOptions _sampling;
    private readonly Option<bool> _record = new("--record") { Description = "Save what the model thought of each pixel: record.jsonl, and heat maps entropy.png and surprisal.png" };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Where results go (default: the run's folder; for another split than test, its dev/ or train/; for pictures, its completions/)");

    public CompleteCommand()
        : base("complete", "Finish pictures whose beginning is given.")
    {
        Arguments.Add(_run);
        Arguments.Add(_images);
        _data = new DataOptions(this, "Sprites to finish (default: the data the run was trained on)");
        Options.Add(_split);
        Options.Add(_keep);
        _sampling = new SamplingOptions(this);
        Options.Add(_record);
        Options.Add(_threads);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt complete runs/demo",
        "pixelgpt complete runs/demo --split dev --keep 0.5 --out half",
        "pixelgpt complete runs/demo my-sprite.png --temperature 0.9 --top-k 20 --samples 8",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        PixelModel model = PixelModel.Load(path);
        var folder = new RunFolder(path);
        (Generation.GenerationOptions options, int bestOf) = _sampling.Read(session);
        var job = new CompletionWorkflow(session, model, session.ReadThreads(_threads), options, bestOf, session.Get(_record));
        var defaults = RunDefaults.Load(folder);
        double promptFraction = session.Get(_keep) ?? defaults.PromptFraction;
        DataReference? named = _data.Read(session);
        if (session.Get(_images) is { Length: > 0 } images)
        {
            if (named is not null || session.Has(_split)) throw new InputException("either pictures or --data with --split, not both");
            return job.CompleteImages(images, promptFraction, session.Get(_out) ?? folder["completions"]);
        }

        SpriteDataset data = await session.LoadAsync(defaults.Choose(named, path, "--data, or pictures"));
        string split = session.Get(_split) ?? SpriteDataset.Test;
        return job.CompleteSplit(data, split, promptFraction, session.Get(_out) ?? (split == SpriteDataset.Test ? path : folder[split]));
    }
}
