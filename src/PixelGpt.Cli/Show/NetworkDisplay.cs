using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Loads feature networks and prints which files are used.</summary>
internal static class NetworkDisplay
{
    /// <summary>Loads a network and prints the path of its weights.</summary>
    /// <param name="session">The invocation.</param>
    /// <param name="network">The network.</param>
    /// <param name="load">Loads the network.</param>
    /// <returns>The feature extractor.</returns>
    /// <exception cref="InputException">The weights are missing or damaged.</exception>
    public static IFeatureExtractor Load(Session session, FeatureNetwork network, Func<FeatureNetwork, IFeatureExtractor> load)
    {
        IFeatureExtractor extractor = load(network);
        if (extractor.WeightsPath is { } path) session.Progress.WriteLine($"weights of {network.Name}: {path}");
        return extractor;
    }
}
