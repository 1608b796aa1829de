namespace PixelGpt.Evaluation.Features;

/// <summary>A pretrained network whose features distances compare.</summary>
/// <param name="Name">Short name.</param>
internal abstract record FeatureNetwork(string Name)
{
    /// <summary>ResNet-18 of a NuGet package, trained on ImageNet; its file is beside the program.</summary>
    public static PackagedNetwork ResNet18 { get; } = new("resnet18");
}
