using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt judge score</c></summary>
internal sealed class JudgeScoreCommand : Command, IRunnable
{
    private readonly Argument<string> _judge = new("JUDGE") { Description = "Folder of a judge." };
    private readonly Argument<string> _pictures = new("PICTURES") { Description = "A folder of pictures, or a run folder or built-in, whose model then generates the pictures." };
    private readonly DataOptions _data;
    private readonly Option<string?> _split = new("--split") { Description = "With a run: split to complete (default: test).", HelpName = "train|dev|test" };
    private readonly Option<double?> _promptFraction = CommonOptions.PromptFractionOfRun();
    private readonly SamplingOptions _sampling;
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int> _threads = CommonOptions.Threads();

    public JudgeScoreCommand()
        : base("score", "Compute the detection rate: the fraction of pictures that are judged real.")
    {
        Arguments.Add(_judge);
        Arguments.Add(_pictures);
        _data = new DataOptions(this, "With a run: data set to complete", "the one that the run was trained on");
        Options.Add(_split);
        Options.Add(_promptFraction);
        _sampling = new SamplingOptions(this);
        Options.Add(_strict);
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
        var workflow = new JudgeWorkflow(session, session.ReadThreads(_threads));
        var source = ModelSource.Find(path);
        (GenerationOptions options, Candidates candidates) = _sampling.Read(session, source.HasModel ? source.LoadGeneration() : GenerationOptions.Greedy);
        DataReference? named = _data.Read(session);
        if (!source.HasModel)
        {
            if (named is not null || session.Has(_split) || session.Has(_promptFraction) || options.DoSample)
                throw new InputException($"{path} has no model (no {ModelFolder.ConfigName}); --data, --split, --prompt-fraction and the sampling options require a run folder");
            workflow.ScorePictures(judge, path, session.Get(_strict));
            return ExitCode.Success;
        }

        if (session.Has(_strict)) throw new InputException($"--strict requires a folder of pictures, but {path} has a model");
        PixelModel model = source.Load();
        RunDefaults defaults = source.LoadDefaults();
        SpriteDataset data = await session.LoadAsync(defaults.Choose(named, path));
        workflow.ScoreRun(judge, model, data, session.Get(_split) ?? SpriteDataset.Test, session.Get(_promptFraction) ?? defaults.PromptFraction, options, candidates);
        return ExitCode.Success;
    }
}
