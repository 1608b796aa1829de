using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt evaluate</c></summary>
internal sealed class EvaluateCommand : Command, IRunnable
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run's folder, or any with config.json, model.safetensors and colormap.txt" };
    private readonly DataOptions _data;
    private readonly Option<string[]> _split = new("--split") { Description = "Which split to score; may be given more than once (default: dev and test)", HelpName = "train|dev|test" };
    private readonly Option<double?> _keep = CommonOptions.PromptFraction();
    private readonly Option<double[]> _temperature = CommonOptions.Numbers("--temperature", "Draw by chance at this temperature, beside greedily; may be given more than once (default: 0.9)", "-t");
    private readonly Option<int> _samples = new("--samples", "-n") { Description = "Pictures drawn by chance of each sprite; 0 to draw greedily only", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What the chance follows from (default: 0)");
    private readonly Option<string[]> _protocol = new("--protocol") { Description = $"Measure FID and other distances under this protocol; may be given more than once (default: {DistanceProtocol.Completed.Name}, if the network's weights are here)" };
    private readonly Option<bool> _noFid = new("--no-fid") { Description = "Measure no distances, though the weights be here: the network takes most of the time" };
    private readonly Option<string?> _judge = new("--judge") { Description = "Ask this judge of every picture whether it looks real (a folder that 'pixelgpt judge train' made)", HelpName = "DIR" };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Where evaluation.json and report.html go (default: the run's folder)");
    private readonly Func<FeatureNetwork, IFeatureExtractor> _networks;
    private readonly string? _cache;

    public EvaluateCommand()
        : this(FeatureExtractors.Load, null)
    {
    }

    /// <summary>The command with networks from elsewhere, and features kept elsewhere.</summary>
    public EvaluateCommand(Func<FeatureNetwork, IFeatureExtractor> networks, string? cache)
        : base("evaluate", "Score a model on sprites whose truth is known, beside what needs no model, and write a report.")
    {
        (_networks, _cache) = (networks, cache);
        _protocol.AcceptOnly([.. DistanceProtocol.All.Select(p => p.Name)]);
        Arguments.Add(_run);
        _data = new DataOptions(this, "Sprites to score on (default: the data the run was trained on)");
        foreach (Option option in (Option[])[_split, _keep, _temperature, _samples, _seed, _protocol, _noFid, _judge, _threads, _out]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt evaluate runs/demo",
        "pixelgpt evaluate runs/mine --data ../my-sprites --split test --json",
        "pixelgpt evaluate runs/mine --judge runs/judge",
        "pixelgpt evaluate runs/mine -t 0.8 -t 1.0 --samples 4 --protocol completed --protocol original",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string path = session.Get(_run)!;
        if (session.Get(_noFid) && session.Has(_protocol)) throw new InputException("--protocol measures distances, and --no-fid does not: give one of them");
        PixelModel model = PixelModel.Load(path);
        var defaults = RunDefaults.Load(new RunFolder(path));
        (IReadOnlyList<DistanceSetup> protocols, string? noDistances) = FindNetworks(session);
        Judge? judge = session.Get(_judge) is { } folder ? Judge.Load(folder) : null;
        int samples = session.Get(_samples);
        if (samples == 0 && session.Has(_temperature)) throw new InputException("--temperature draws by chance, and --samples 0 does not: give one of them");
        var options = new EvaluationOptions
        {
            PromptFraction = session.Get(_keep) ?? defaults.PromptFraction,
            Temperatures = samples == 0 ? [] : session.Get(_temperature) is { Length: > 0 } given ? given : new EvaluationOptions().Temperatures,
            Samples = samples,
            Seed = session.Get(_seed) ?? 0,
            Protocols = protocols,
            Judge = judge is null ? null : new PictureJudge(judge),
            FeatureCache = CachedFeatureExtractor.FolderIn(_cache),
            Threads = session.ReadThreads(_threads),
        };
        options.Validate();
        SpriteDataset data = await session.LoadAsync(defaults.Choose(_data.Read(session), path));
        judge?.CheckFits(data);
        string[] splits = session.Get(_split) is { Length: > 0 } named ? named : [.. EvaluationWorkflow.ScoredSplits(data)];
        if (splits.Length == 0) throw new InputException($"{data.Name}: neither dev nor test holds whole sprites to score; name a split with --split");
        EvaluationReport report = new EvaluationWorkflow(session, model, new RunFolder(path)).Run(data, splits, options, noDistances, new RunFolder(session.Get(_out) ?? path));
        session.Result(JsonNode.Parse(report.ToJson())!.AsObject(), console => EvaluationDisplay.Show(console, report));
        return ExitCode.Success;
    }

    /// <summary>The networks of the protocols asked for; of the default one only if it is here, else why it is not.</summary>
    private (IReadOnlyList<DistanceSetup> Protocols, string? Missing) FindNetworks(Session session)
    {
        if (session.Get(_noFid)) return ([], null);
        if (session.Get(_protocol) is { Length: > 0 } names)
        {
            DistanceProtocol[] protocols = [.. names.Select(DistanceProtocol.Find)];

            // Two protocols may look through one network, which is large.
            var networks = protocols.Select(p => p.Network).Distinct().ToDictionary(n => n, _networks);
            return ([.. protocols.Select(p => new DistanceSetup(p, networks[p.Network]))], null);
        }

        try
        {
            return ([new DistanceSetup(DistanceProtocol.Completed, _networks(DistanceProtocol.Completed.Network))], null);
        }
        catch (InputException e)
        {
            return ([], e.Message);
        }
    }
}
