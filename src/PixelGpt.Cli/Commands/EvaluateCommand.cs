using System.CommandLine;
using PixelGpt.Cli.Jobs;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt evaluate</c></summary>
internal sealed class EvaluateCommand : Command, IRunnable
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run's folder, or any with config.json, model.safetensors and colormap.txt" };
    private readonly DataOptions _data;
    private readonly Option<string[]> _split = new("--split") { Description = "Which split to score; may be given more than once (default: dev and test)", HelpName = "train|dev|test" };
    private readonly Option<double?> _keep = CommonOptions.Keep();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Where evaluation.json goes (default: the run's folder)");

    public EvaluateCommand()
        : base("evaluate", "Score a model on sprites whose truth is known.")
    {
        Arguments.Add(_run);
        _data = new DataOptions(this, "Sprites to score on (default: the data the run was trained on)");
        Options.Add(_split);
        Options.Add(_keep);
        Options.Add(_threads);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt evaluate runs/demo",
        "pixelgpt evaluate runs/mine --data ../my-sprites --split test --json",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        PixelModel model = PixelModel.Load(path);
        var defaults = RunDefaults.Load(new RunFolder(path));
        SpriteDataset data = await session.LoadAsync(_data.Read(session) ?? defaults.Data ?? throw new InputException($"{path} does not say what it was trained on: give --data"));
        string[] splits = session.Get(_split) is { Length: > 0 } given ? given : [.. EvaluationJob.ScoredSplits(data)];
        if (splits.Length == 0) throw new InputException($"{data.Name}: neither dev nor test holds whole sprites to score; name a split with --split");
        double keep = session.Get(_keep) ?? defaults.Keep;
        EvaluationReport report = EvaluationJob.Run(session, model, data, splits, keep, session.ReadThreads(_threads), new RunFolder(session.Get(_out) ?? path));
        session.Result(System.Text.Json.Nodes.JsonNode.Parse(report.ToJson())!.AsObject(), console => EvaluationJob.Show(console, report));
        return ExitCode.Success;
    }
}
