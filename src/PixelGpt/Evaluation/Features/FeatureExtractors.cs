namespace PixelGpt.Evaluation.Features;

/// <summary>Where networks come from.</summary>
public static class FeatureExtractors
{
    /// <summary>A network, ready to look at pictures.</summary>
    /// <exception cref="InputException">Its weights are not here; the message says how to get them.</exception>
    public static IFeatureExtractor Find(FeatureNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        throw new InputException($"the weights of the network ({network.Name}, {network.WeightsFile}) are not here: 'pixelgpt weights pull {network.Name}' gets them");
    }
}
