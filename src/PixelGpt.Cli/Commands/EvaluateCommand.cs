using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Generation;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt evaluate</c></summary>
internal sealed class EvaluateCommand : Command, IRunnable
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run folder, any folder with config.json, model.safetensors and colormap.txt, a model file (.pixelgpt), or built-in." };
    private readonly DataOptions _data;
    private readonly Option<string[]> _split = new("--split") { Description = "Split to evaluate. Can be repeated (default: dev and test).", HelpName = "train|dev|test" };
    private readonly Option<double?> _promptFraction = CommonOptions.PromptFractionOfRun();
    private readonly Option<double[]> _temperature = CommonOptions.Numbers("--temperature", "Sampling temperature, in addition to greedy completions. Can be repeated (default: the sampling of the model's generation_config.json, or 0.9).", "-t");
    private readonly Option<int> _samples = new("--samples", "-n") { Description = "Sampled completions per sprite and set; 0 for greedy completions only.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed();
    private readonly Option<string[]> _protocol = new("--protocol") { Description = $"Compute distances with this protocol: {string.Join("; ", DistanceProtocol.All.Select(p => $"{p.Name} ({p.Summary})"))}. Can be repeated (default: {DistanceProtocol.Completed.Name} if the weights of its network are installed, else {DistanceProtocol.ResNet18.Name})." };
    private readonly Option<bool> _noFid = new("--no-fid") { Description = "Do not compute distances, which take most of the time." };
    private readonly Option<string?> _judge = new("--judge") { Description = "Compute detection rates with this judge (a folder written by 'pixelgpt judge train').", HelpName = "DIR" };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device("Where to compute completions and the likelihood of splits; everything else is computed on the processor");
    private readonly Option<bool> _mpi = CommonOptions.Mpi("completions, likelihoods and features");
    private readonly Option<string?> _out = CommonOptions.Out("Output folder for evaluation.json and report.html (default: RUN).");
    private readonly Func<FeatureNetwork, IFeatureExtractor> _networks;
    private readonly string? _cache;

    public EvaluateCommand()
        : this(FeatureExtractors.Load, null)
    {
    }

    /// <summary>Creates the command with other feature networks and another feature cache, for tests.</summary>
    public EvaluateCommand(Func<FeatureNetwork, IFeatureExtractor> networks, string? cache)
        : base("evaluate", "Evaluate a model on a data set, compare it with baselines, and write a report.")
    {
        (_networks, _cache) = (networks, cache);
        _protocol.AcceptOnly([.. DistanceProtocol.All.Select(p => p.Name)]);
        Arguments.Add(_run);
        _data = new DataOptions(this, "Data set to evaluate on", "the one that the run was trained on");
        foreach (Option option in (Option[])[_split, _promptFraction, _temperature, _samples, _seed, _protocol, _noFid, _judge, _threads, _device, _mpi, _out]) Options.Add(option);
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
        if (session.Get(_noFid) && session.Has(_protocol)) throw new InputException("give either --protocol or --no-fid, not both");
        var source = ModelSource.Find(path);
        using var device = DeviceChoice.Read(session, _device);
        RunFolder output = source.Output(session.Get(_out));
        session.CheckWritable(output.Path);
        PixelModel model = source.Load();
        RunDefaults defaults = source.LoadDefaults();
        (IReadOnlyList<DistanceSetup> protocols, string? noDistances) = FindNetworks(session);
        Judge? judge = session.Get(_judge) is { } folder ? Judge.Load(folder) : null;
        int samples = session.Get(_samples);
        if (samples == 0 && session.Has(_temperature)) throw new InputException("--temperature has no effect with --samples 0; give one of them");
        GenerationOptions? modelSampling = samples > 0 && !session.Has(_temperature) ? source.LoadSampling() : null;
        var options = new EvaluationOptions
        {
            PromptFraction = session.Get(_promptFraction) ?? defaults.PromptFraction,
            Temperatures = samples == 0 || modelSampling is not null ? [] : session.Get(_temperature) is { Length: > 0 } given ? given : new EvaluationOptions().Temperatures,
            ModelSampling = modelSampling,
            Samples = samples,
            Seed = session.Get(_seed) ?? 0,
            Protocols = protocols,
            Judge = judge is null ? null : new PictureJudge(judge, session.Group),
            FeatureCache = CachedFeatureExtractor.FolderIn(_cache),
            Threads = session.ReadThreads(_threads),
            Group = session.Group,
        };
        options.Validate();
        SpriteDataset data = await session.LoadSharedAsync(defaults.Choose(_data.Read(session), path));
        session.CheckSame(
            ("model", () => ModelChecksum.Of(model)),
            ("data set", data.Checksum),
            ("default sampling", () => modelSampling?.ToString() ?? "none"),
            ("feature network", () => string.Join(", ", protocols.Select(p => p.Network.Name))));
        judge?.CheckFits(data);
        string[] splits = session.Get(_split) is { Length: > 0 } named ? named : [.. FolderEvaluation.ScoredSplits(data)];
        if (splits.Length == 0) throw new InputException($"{data.Name}: no split has complete sprites to evaluate on; select a data set with --data");
        if (!session.Has(_split) && splits is [SpriteDataset.Train]) session.Progress.WriteLine("note     neither dev nor test has complete sprites, so the train split is evaluated, which the model has seen");
        options = options with { Device = device.For(() => model.ParameterCount, splits.Max(split => data[split].Count)) };
        EvaluationReport report = new EvaluationWorkflow(session, model, source).Run(data, splits, options, noDistances, output);
        session.WriteResult(JsonNode.Parse(report.ToJson())!.AsObject(), console => EvaluationDisplay.Write(console, report));
        return ExitCode.Success;
    }

    /// <summary>
    /// Finds the networks of the selected protocols. Without a selection, the default protocol is used, or else the one that needs no
    /// download; if neither network is there, returns the reason instead.
    /// </summary>
    private (IReadOnlyList<DistanceSetup> Protocols, string? Missing) FindNetworks(Session session)
    {
        if (session.Get(_noFid)) return ([], null);
        if (session.Get(_protocol) is { Length: > 0 } names)
        {
            DistanceProtocol[] protocols = [.. names.Select(DistanceProtocol.Find)];

            // Protocols that use the same network share one instance, because it is large.
            var networks = protocols.Select(p => p.Network).Distinct().ToDictionary(n => n, n => NetworkDisplay.Load(session, n, _networks));
            return ([.. protocols.Select(p => new DistanceSetup(p, networks[p.Network]))], null);
        }

        try
        {
            return ([Load(DistanceProtocol.Completed)], null);
        }
        catch (InputException e)
        {
            try
            {
                DistanceSetup packaged = Load(DistanceProtocol.ResNet18);
                session.Progress.WriteLine($"no usable weights for FID (pixelgpt weights pull): the {DistanceProtocol.ResNet18.Metric} is computed instead");
                return ([packaged], null);
            }
            catch (InputException other)
            {
                return ([], $"{e.Message}; {DistanceProtocol.ResNet18.Name}: {other.Message}");
            }
        }

        DistanceSetup Load(DistanceProtocol protocol) => new(protocol, NetworkDisplay.Load(session, protocol.Network, _networks));
    }
}
