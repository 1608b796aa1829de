using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;

namespace PixelGpt.Evaluation;

/// <summary>A protocol with the network it asks for.</summary>
/// <param name="Protocol">What is compared with what.</param>
/// <param name="Network">What looks at the pictures.</param>
public sealed record ProtocolNetwork(DistanceProtocol Protocol, IFeatureExtractor Network);
