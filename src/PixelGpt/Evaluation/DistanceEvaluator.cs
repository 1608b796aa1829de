using PixelGpt.Data;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;

namespace PixelGpt.Evaluation;

/// <summary>
/// Computes the distances of completions to the true pictures under each protocol. Features of a set are computed once per network;
/// features of true pictures and baselines, which are the same for every model, are cached if a cache folder is set.
/// </summary>
internal sealed class DistanceEvaluator
{
    private const int MinPictures = 2;

    private readonly EvaluationOptions _options;
    private readonly Palette _palette;
    private readonly double _operationsPerCompletion;

    public DistanceEvaluator(PixelModel model, EvaluationOptions options)
    {
        (_options, _palette) = (options, model.Palette);
        _operationsPerCompletion = 2.0 * model.ParameterCount * model.Config.Description.MaxPositions;
    }

    /// <summary>Returns the amount of work for a split, in units of one generated picture.</summary>
    /// <param name="sprites">Number of sprites in the split.</param>
    /// <param name="completions">Number of completions per sprite, baselines included.</param>
    public double WorkOf(int sprites, int completions) => sprites < MinPictures
        ? 0
        : sprites * (_options.Protocols.DistinctBy(p => p.Network.Name).Sum(p => CostOf(p.Network) * completions) + _options.Protocols.Sum(p => CostOf(p.Network)));

    /// <summary>Adds one distance report per protocol to each set of completions; processes other than the root only compute features.</summary>
    /// <param name="split">Name of the split.</param>
    /// <param name="truths">The true pictures.</param>
    /// <param name="sets">The completions.</param>
    /// <param name="tracker">Tracks the progress.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture and resample.</param>
    /// <returns>The sets with their distances.</returns>
    public IReadOnlyList<EvaluatedCompletions> Evaluate(string split, IReadOnlyList<Sprite> truths, IReadOnlyList<EvaluatedCompletions> sets, EvaluationProgressTracker tracker, CancellationToken cancellationToken)
    {
        if (_options.Protocols.Count == 0 || truths.Count < MinPictures) return sets;
        PixelImage[] truePictures = [.. truths.Select(s => SpriteImage.Render(s, _palette))];
        var computed = new Dictionary<(string Network, string Set), FeaturesOrStatistics>();
        List<DistanceReport>[] reports = [.. sets.Select(_ => new List<DistanceReport>())];
        foreach ((DistanceProtocol protocol, IFeatureExtractor setup) in _options.Protocols)
        {
            IFeatureExtractor network = _options.Group is { } group ? new SharedFeatureExtractor(setup, group) : setup;
            FeaturesOrStatistics reference = Features($"computing features of the true pictures for protocol {protocol.Name}", Cached(network), protocol.PrepareReference(truePictures, _options.PromptFraction));
            for (int i = 0; i < sets.Count; i++)
            {
                string name = sets[i].Figures.Name;
                if (!computed.TryGetValue((network.Name, name), out FeaturesOrStatistics? generated))
                {
                    PixelImage[] pictures = [.. EvaluatedCompletions.ToSprites(sets[i].Pictures, truths).Select(s => SpriteImage.Render(s, _palette))];
                    computed[(network.Name, name)] = generated = Features($"computing features of {name}", sets[i].IsBaseline ? Cached(network) : network, pictures);
                }

                if (_options.Group is { Rank: > 0 }) continue;
                reports[i].Add(tracker.Run(
                    $"{split}: distances of {name}, protocol {protocol.Name}", 0, 0,
                    _ => DistanceReport.Compute(protocol, network.Name, generated, reference, new DistanceOptions { Seed = _options.Seed, IsPaired = true }, _options.Threads, cancellationToken)));
            }
        }

        return [.. sets.Select((s, i) => s with { Figures = s.Figures with { Distances = reports[i] } })];

        FeaturesOrStatistics Features(string stage, IFeatureExtractor network, IReadOnlyList<PixelImage> pictures) =>
            FeaturesOrStatistics.Of(new FeatureSet(tracker.Run($"{split}: {stage}", pictures.Count, CostOf(network), p => network.Extract(pictures, _options.Threads, p, cancellationToken))));
    }

    /// <summary>Returns the amount of work for the features of a picture, in units of one generated picture.</summary>
    private double CostOf(IFeatureExtractor network) => network.Operations / _operationsPerCompletion;

    private IFeatureExtractor Cached(IFeatureExtractor network) => _options.FeatureCache is { } folder ? new CachedFeatureExtractor(network, folder, _options.Group) : network;
}
