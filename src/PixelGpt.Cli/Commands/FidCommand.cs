using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt fid</c></summary>
internal sealed class FidCommand : Command, IRunnable
{
    private readonly Argument<string> _pictures = new("PICTURES") { Description = "Pictures to evaluate: a folder of picture files, or their statistics (.npz)." };
    private readonly Argument<string?> _reference = new("REFERENCE") { Description = "True pictures: a folder of picture files, or their statistics (.npz). Optional with --save-stats.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _protocol = new("--protocol") { Description = $"Which pictures are compared, and with which network: {string.Join("; ", DistanceProtocol.All.Select(p => $"{p.Name} ({p.Summary})"))}.", DefaultValueFactory = _ => DistanceProtocol.Completed.Name };
    private readonly Option<double?> _promptFraction = CommonOptions.Number("--prompt-fraction", $"With --protocol original: fraction of each true picture that is the prompt; the rest is white (default: {SequenceViews.DefaultPromptFraction}).", "FRACTION", "--keep");
    private readonly Option<string?> _saveStats = new("--save-stats") { Description = "Save mean and covariance of the features of the last given folder, in the format of pytorch-fid (.npz).", HelpName = "FILE" };
    private readonly Option<int?> _resamples = new("--resamples") { Description = $"Bootstrap resamples for the 95 % confidence interval of the Fréchet distance; 0 for no interval (default: {DistanceOptions.ManyResamples} for up to {DistanceOptions.SmallSet} pictures, {DistanceOptions.FewResamples} for up to {FrechetBootstrap.MaxPictures}).", HelpName = "N" };
    private readonly Option<int> _kidSubsets = new("--kid-subsets") { Description = "Number of subsets for the kernel distance.", DefaultValueFactory = _ => KernelDistance.DefaultSubsets, HelpName = "N" };
    private readonly Option<int?> _kidSubsetSize = new("--kid-subset-size") { Description = $"Pictures per KID subset (default: {KernelDistance.MaxDefaultSubsetSize}, at most half of the smaller set).", HelpName = "N" };
    private readonly Option<int?> _neighbors = new("--neighbors", "-k") { Description = $"Number of nearest neighbours for precision and recall (default: {PrecisionRecall.DefaultNeighbors}), and for density and coverage (default: {DensityCoverage.DefaultNeighbors}).", HelpName = "K" };
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<ulong?> _seed = CommonOptions.Seed();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<bool> _mpi = CommonOptions.Mpi("the features");
    private readonly Func<FeatureNetwork, IFeatureExtractor> _networks;
    private readonly string? _cache;

    public FidCommand()
        : this(FeatureExtractors.Load, null)
    {
    }

    /// <summary>Creates the command with other feature networks and another feature cache, for tests.</summary>
    public FidCommand(Func<FeatureNetwork, IFeatureExtractor> networks, string? cache)
        : base("fid", "Compute distances between generated and true pictures: FID or the resnet18 distance, KID, precision, recall, density, coverage.")
    {
        (_networks, _cache) = (networks, cache);
        _protocol.AcceptOnly([.. DistanceProtocol.All.Select(p => p.Name)]);
        Arguments.Add(_pictures);
        Arguments.Add(_reference);
        foreach (Option option in (Option[])[_protocol, _promptFraction, _saveStats, _resamples, _kidSubsets, _kidSubsetSize, _neighbors, _strict, _seed, _threads, _mpi]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt fid my-pictures true-pictures",
        "pixelgpt fid my-pictures true-pictures --protocol resnet18",
        "pixelgpt fid my-pictures statistics.npz --protocol standard --json",
        "pixelgpt fid true-pictures --save-stats statistics.npz",
    ];

    public Task<int> RunAsync(Session session)
    {
        string pictures = session.Get(_pictures)!;
        var protocol = DistanceProtocol.Find(session.Get(_protocol)!);
        if (session.Has(_promptFraction) && !protocol.PadsReference) throw new InputException($"--prompt-fraction requires --protocol {DistanceProtocol.Original.Name}; the protocol {protocol.Name} compares with complete true pictures");
        string? saveStats = session.Get(_saveStats);
        if (saveStats is not null && protocol.PadsReference) throw new InputException($"--save-stats does not support --protocol {protocol.Name}, which compares with partly white pictures; select another protocol");
        var options = new DistanceOptions
        {
            Seed = session.Get(_seed) ?? 0,
            Resamples = session.Get(_resamples),
            KidSubsets = session.Get(_kidSubsets),
            KidSubsetSize = session.Get(_kidSubsetSize),
            PrecisionNeighbors = session.Get(_neighbors) ?? PrecisionRecall.DefaultNeighbors,
            CoverageNeighbors = session.Get(_neighbors) ?? DensityCoverage.DefaultNeighbors,
        };
        options.Validate();
        var workflow = new FidWorkflow(session, protocol, _networks, _cache, session.Get(_promptFraction) ?? SequenceViews.DefaultPromptFraction, session.Get(_strict), session.ReadThreads(_threads));
        if (session.Get(_reference) is { } reference) workflow.Compare(pictures, reference, options, saveStats);
        else workflow.SaveStatistics(pictures, saveStats ?? throw new InputException("REFERENCE is required: a second folder or an .npz file; or save the statistics of the first folder with --save-stats FILE.npz"));
        return Task.FromResult(ExitCode.Success);
    }
}
