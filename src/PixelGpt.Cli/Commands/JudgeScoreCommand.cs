using System.CommandLine;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt judge score</c></summary>
internal sealed class JudgeScoreCommand : Command, IRunnable
{
    private readonly Argument<string> _judge = new("JUDGE") { Description = "A judge's folder" };
    private readonly Argument<string> _pictures = new("PICTURES") { Description = "A folder of PNG pictures, or a run's: then its model's completions are drawn and judged" };
    private readonly DataOptions _data;
    private readonly Option<string?> _split = new("--split") { Description = "Which split a run's model finishes (default: test)", HelpName = "train|dev|test" };
    private readonly Option<double?> _keep = CommonOptions.PromptFraction();
    private readonly SamplingOptions _sampling;
    private readonly Option<int> _threads = CommonOptions.Threads();

    public JudgeScoreCommand()
        : base("score", "Say how many pictures a judge takes for real sprites: the detection rate.")
    {
        Arguments.Add(_judge);
        Arguments.Add(_pictures);
        _data = new DataOptions(this, "Sprites that a run's model finishes (default: the data it was trained on)");
        Options.Add(_split);
        Options.Add(_keep);
        _sampling = new SamplingOptions(this);
        Options.Add(_threads);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt judge score runs/judge runs/demo",
        "pixelgpt judge score runs/judge runs/demo --temperature 0.9 --samples 4 --seed 1",
        "pixelgpt judge score runs/judge my-pictures --json",
    ];

    public async Task<int> RunAsync(Session session)
    {
        var judge = Judge.Load(session.Get(_judge)!);
        string path = session.Get(_pictures)!;
        var job = new JudgeWorkflow(session, session.ReadThreads(_threads));
        (Generation.GenerationOptions options, int bestOf) = _sampling.Read(session);
        DataReference? named = _data.Read(session);
        if (!File.Exists(Path.Combine(path, ModelFolder.ConfigName)))
        {
            if (named is not null || session.Has(_split) || session.Has(_keep) || options.DoSample)
                throw new InputException($"{path} holds no model ({ModelFolder.ConfigName}); --data, --split, --keep and sampling are for a run, whose model draws the pictures");
            job.ScorePictures(judge, path);
            return ExitCode.Success;
        }

        PixelModel model = PixelModel.Load(path);
        var defaults = RunDefaults.Load(new RunFolder(path));
        SpriteDataset data = await session.LoadAsync(defaults.Choose(named, path));
        job.ScoreRun(judge, model, data, session.Get(_split) ?? SpriteDataset.Test, session.Get(_keep) ?? defaults.PromptFraction, options, bestOf);
        return ExitCode.Success;
    }
}
