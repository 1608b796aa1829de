using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Evaluation.Features.ResNet;
using PixelGpt.Evaluation.Features.Weights;
using PixelGpt.Formats.Pth;

namespace PixelGpt.Evaluation.Features;

/// <summary>Loads feature extractors.</summary>
internal static class FeatureExtractors
{
    /// <summary>Loads a network with its weights from the default weights folder, or from beside the program.</summary>
    /// <param name="network">Network to load.</param>
    /// <returns>The feature extractor.</returns>
    /// <exception cref="InputException">The weights are missing or damaged; the message describes how to get them.</exception>
    public static IFeatureExtractor Load(FeatureNetwork network) => Load(network, WeightsStore.Default);

    /// <summary>Loads a network with its weights from a given store.</summary>
    /// <param name="network">Network to load.</param>
    /// <param name="store">Where the weights are stored.</param>
    /// <returns>The feature extractor.</returns>
    /// <exception cref="InputException">The weights are missing or damaged; the message describes how to get them.</exception>
    public static IFeatureExtractor Load(FeatureNetwork network, WeightsStore store)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(store);
        if (network is not DownloadedNetwork downloaded) return ResNet18.Load();
        string file = store.Find(downloaded);
        using var weights = PthStateDict.Load(file);
        return new InceptionExtractor(downloaded.Variant, weights, $"{downloaded.Name}'s weights {downloaded.WeightsFile}") { WeightsPath = file };
    }
}
