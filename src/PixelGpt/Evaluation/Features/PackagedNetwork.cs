namespace PixelGpt.Evaluation.Features;

/// <summary>A network that arrives with the program, as a file of a package.</summary>
/// <param name="Name">Short name.</param>
internal sealed record PackagedNetwork(string Name) : FeatureNetwork(Name);
