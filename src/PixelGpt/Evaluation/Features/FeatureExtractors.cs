using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Evaluation.Features.Weights;
using PixelGpt.Formats.Pth;

namespace PixelGpt.Evaluation.Features;

/// <summary>Where networks come from.</summary>
public static class FeatureExtractors
{
    /// <summary>A network with the weights of the cache, ready to look at pictures.</summary>
    /// <exception cref="InputException">Its weights are not here, or damaged; the message says how to get them.</exception>
    public static IFeatureExtractor Find(FeatureNetwork network) => Find(network, WeightsStore.Default);

    /// <summary>The same with weights kept elsewhere.</summary>
    public static IFeatureExtractor Find(FeatureNetwork network, WeightsStore store)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(store);
        using var weights = PthStateDict.Load(store.Find(network));
        return new InceptionExtractor(network.Form, weights, $"{network.Name}'s weights {network.WeightsFile}");
    }
}
