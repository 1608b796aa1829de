using System.CommandLine;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt fid</c></summary>
internal sealed class FidCommand : Command, IRunnable
{
    private readonly Argument<string> _pictures = new("PICTURES") { Description = "The pictures to score: a folder of PNG files, or statistics of them (.npz)" };
    private readonly Argument<string?> _reference = new("REFERENCE") { Description = "The true ones: the same; may be left out with --save-stats", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _protocol = new("--protocol") { Description = "What is compared with what, and by which network", DefaultValueFactory = _ => DistanceProtocol.Completed.Name };
    private readonly Option<double?> _promptFraction = CommonOptions.Number("--prompt-fraction", $"With --protocol original: fraction of each true picture that is the prompt; the rest is painted white (default: {SequenceViews.DefaultPromptFraction})", "FRACTION", "--keep");
    private readonly Option<string?> _saveStats = new("--save-stats") { Description = "Keep mean and covariance of the last folder given, as pytorch-fid does (.npz)", HelpName = "FILE" };
    private readonly Option<int?> _resamples = new("--resamples") { Description = $"Resamples for FID's 95 % interval; 0 for none (default: {DistanceOptions.ManyResamples} for up to {DistanceOptions.SmallSet} pictures, {DistanceOptions.FewResamples} for up to {FrechetBootstrap.MaxPictures})", HelpName = "N" };
    private readonly Option<int> _kidSubsets = new("--kid-subsets") { Description = "Subsets for KID", DefaultValueFactory = _ => KernelDistance.DefaultSubsets, HelpName = "N" };
    private readonly Option<int?> _kidSubsetSize = new("--kid-subset-size") { Description = $"Pictures a subset (default: {KernelDistance.MaxDefaultSubsetSize}, or half of the smaller set)", HelpName = "N" };
    private readonly Option<int?> _neighbors = new("--neighbors", "-k") { Description = $"The k of precision and recall, density and coverage (default: {PrecisionRecall.DefaultNeighbors} and {DensityCoverage.DefaultNeighbors})", HelpName = "K" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What resamples and subsets follow from (default: 0)");
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Func<FeatureNetwork, IFeatureExtractor> _networks;
    private readonly string? _cache;

    public FidCommand()
        : this(FeatureExtractors.Load, null)
    {
    }

    /// <summary>The command with networks from elsewhere, and features kept elsewhere.</summary>
    public FidCommand(Func<FeatureNetwork, IFeatureExtractor> networks, string? cache)
        : base("fid", "Measure how far pictures are from true ones: FID, KID, precision, recall, density, coverage.")
    {
        (_networks, _cache) = (networks, cache);
        _protocol.AcceptOnly([.. DistanceProtocol.All.Select(p => p.Name)]);
        Arguments.Add(_pictures);
        Arguments.Add(_reference);
        foreach (Option option in (Option[])[_protocol, _promptFraction, _saveStats, _resamples, _kidSubsets, _kidSubsetSize, _neighbors, _seed, _threads]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt fid my-pictures true-pictures",
        "pixelgpt fid my-pictures statistics.npz --protocol standard --json",
        "pixelgpt fid true-pictures --save-stats statistics.npz",
    ];

    public Task<int> RunAsync(Session session)
    {
        string pictures = session.Get(_pictures)!;
        var protocol = DistanceProtocol.Find(session.Get(_protocol)!);
        if (session.Has(_promptFraction) && !protocol.PadsReference) throw new InputException($"--prompt-fraction is for --protocol {DistanceProtocol.Original.Name}, which paints the rest white; {protocol.Name} takes true pictures whole");
        string? saveStats = session.Get(_saveStats);
        if (saveStats is not null && protocol.PadsReference) throw new InputException($"--save-stats with --protocol {protocol.Name} would keep the statistics of pictures that are partly painted white; choose another protocol");
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
        var job = new FidWorkflow(session, protocol, _networks, _cache, session.Get(_promptFraction) ?? SequenceViews.DefaultPromptFraction, session.ReadThreads(_threads));
        if (session.Get(_reference) is { } reference) job.Compare(pictures, reference, options, saveStats);
        else job.SaveStatistics(pictures, saveStats ?? throw new InputException("against what? Give REFERENCE, a second folder or an .npz file; or keep the statistics of the first with --save-stats FILE.npz"));
        return Task.FromResult(ExitCode.Success);
    }
}
