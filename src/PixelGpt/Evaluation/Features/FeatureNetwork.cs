using PixelGpt.Evaluation.Features.Inception;

namespace PixelGpt.Evaluation.Features;

/// <summary>One of the two forms of Inception v3 in use for FID, with the file of its official weights.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="WeightsFile">The file; what stands behind its last hyphen are the first digits of its SHA-256, as <c>torch.hub</c> has it.</param>
/// <param name="Form">Which form.</param>
/// <param name="Folder">The address of the folder that the file is official in.</param>
public sealed record FeatureNetwork(string Name, string WeightsFile, InceptionForm Form, Uri Folder)
{
    /// <summary>torchvision's, trained on ImageNet.</summary>
    public static FeatureNetwork Torchvision { get; } =
        new("torchvision", "inception_v3_google-0cc3c7bd.pth", InceptionForm.Torchvision, new Uri("https://download.pytorch.org/models/"));

    /// <summary>The port of the network of 2015 that FID was first computed with, as pytorch-fid has it.</summary>
    public static FeatureNetwork PytorchFid { get; } = new(
        "pytorch-fid", "pt_inception-2015-12-05-6726825d.pth", InceptionForm.PytorchFid, new Uri("https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/"));

    /// <summary>All of them, the default protocol's first.</summary>
    public static IReadOnlyList<FeatureNetwork> All { get; } = [Torchvision, PytorchFid];

    /// <summary>The address of the official weights.</summary>
    public Uri Address => new(Folder, WeightsFile);

    /// <summary>The digits that the SHA-256 of the weights begins with, lower case.</summary>
    public string Sha256Prefix => Path.GetFileNameWithoutExtension(WeightsFile).Split('-')[^1];

    /// <summary>A network by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="networks">Those that there are.</param>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static FeatureNetwork Find(string name, IReadOnlyList<FeatureNetwork> networks) => networks.FirstOrDefault(n => n.Name == name)
        ?? throw new InputException($"network '{Excerpt.Of(name, 40)}' is unknown; there are {string.Join(" and ", networks.Select(n => n.Name))}");
}
