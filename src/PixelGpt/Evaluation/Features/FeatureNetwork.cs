namespace PixelGpt.Evaluation.Features;

/// <summary>One of the two forms of Inception v3 in use for FID, with the file of its official weights.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="WeightsFile">The file.</param>
public sealed record FeatureNetwork(string Name, string WeightsFile)
{
    /// <summary>torchvision's, trained on ImageNet.</summary>
    public static FeatureNetwork Torchvision { get; } = new("torchvision", "inception_v3_google-0cc3c7bd.pth");

    /// <summary>The port of the network of 2015 that FID was first computed with, as pytorch-fid has it.</summary>
    public static FeatureNetwork PytorchFid { get; } = new("pytorch-fid", "pt_inception-2015-12-05-6726825d.pth");
}
