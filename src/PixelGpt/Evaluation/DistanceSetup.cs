using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;

namespace PixelGpt.Evaluation;

/// <summary>A distance protocol and the network that computes its features.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Network">The network.</param>
internal sealed record DistanceSetup(DistanceProtocol Protocol, IFeatureExtractor Network);
