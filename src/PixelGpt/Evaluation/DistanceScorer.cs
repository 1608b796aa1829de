using PixelGpt.Data;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;

namespace PixelGpt.Evaluation;

/// <summary>
/// Measures how far sets of drawn pictures are from the true ones, under each protocol. Each network looks at each set once,
/// and at true pictures and baselines, which are the same for every model, once for all where a cache is given.
/// </summary>
internal sealed class DistanceScorer
{
    /// <summary>A set of fewer pictures has no distance.</summary>
    private const int FewestPictures = 2;

    /// <summary>Operations that a picture costs in Inception v3, which all protocols look through.</summary>
    private const double LookOperations = 11.4e9;

    private readonly EvaluationOptions _options;
    private readonly Palette _palette;
    private readonly double _lookCost;

    /// <summary>Makes a scorer of what a model draws.</summary>
    public DistanceScorer(PixelModel model, EvaluationOptions options)
    {
        (_options, _palette) = (options, model.Palette);
        _lookCost = LookOperations / (2.0 * model.Transformer.Parameters.Count * model.Transformer.Description.MaxPositions);
    }

    /// <summary>How much work a split is, in pictures drawn by the model.</summary>
    /// <param name="sprites">Sprites of the split.</param>
    /// <param name="drawn">Pictures that the model and the baselines draw of each.</param>
    public double WorkOf(int sprites, int drawn) => sprites < FewestPictures
        ? 0
        : _lookCost * sprites * ((_options.Protocols.Select(p => p.Network.Name).Distinct(StringComparer.Ordinal).Count() * drawn) + _options.Protocols.Count);

    /// <summary>Adds its distances to each set of pictures, a report a protocol.</summary>
    /// <param name="split">The split's name.</param>
    /// <param name="truths">The true pictures.</param>
    /// <param name="sets">The sets of pictures.</param>
    /// <param name="work">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up at the next picture looked at, or resample.</param>
    public IReadOnlyList<DrawnPictures> Score(string split, IReadOnlyList<Sprite> truths, IReadOnlyList<DrawnPictures> sets, EvaluationWork work, CancellationToken cancellationToken)
    {
        if (_options.Protocols.Count == 0 || truths.Count < FewestPictures) return sets;
        PixelImage[] truePictures = [.. truths.Select(s => SpriteImage.Render(s, _palette))];
        var looked = new Dictionary<(string Network, string Set), ScoredSet>();
        List<DistanceReport>[] reports = [.. sets.Select(_ => new List<DistanceReport>())];
        foreach ((DistanceProtocol protocol, IFeatureExtractor network) in _options.Protocols)
        {
            ScoredSet reference = Look($"looking at the true pictures for protocol {protocol.Name}", Kept(network), protocol.PrepareReference(truePictures, _options.PromptFraction));
            for (int i = 0; i < sets.Count; i++)
            {
                string name = sets[i].Figures.Name;
                if (!looked.TryGetValue((network.Name, name), out ScoredSet? drawn))
                {
                    PixelImage[] pictures = [.. sets[i].Pictures.Select(p => SpriteImage.Render(new Sprite(truths[0].Width, truths[0].Height, p), _palette))];
                    looked[(network.Name, name)] = drawn = Look($"looking at {name}", sets[i].IsBaseline ? Kept(network) : network, pictures);
                }

                reports[i].Add(work.Do(
                    $"{split}: distances of {name}, protocol {protocol.Name}", 0, 0,
                    _ => DistanceReport.Compute(protocol, network.Name, drawn, reference, new DistanceOptions { Seed = _options.Seed, IsPaired = true }, _options.Threads, cancellationToken)));
            }
        }

        return [.. sets.Select((s, i) => s with { Figures = s.Figures with { Distances = reports[i] } })];

        ScoredSet Look(string what, IFeatureExtractor network, IReadOnlyList<PixelImage> pictures) =>
            ScoredSet.Of(new FeatureSet(work.Do($"{split}: {what}", pictures.Count, _lookCost, p => network.Extract(pictures, _options.Threads, p, cancellationToken))));
    }

    private IFeatureExtractor Kept(IFeatureExtractor network) => _options.FeatureCache is { } folder ? new CachedFeatures(network, folder) : network;
}
