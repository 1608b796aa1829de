using PixelGpt.Evaluation.Features.Inception;

namespace PixelGpt.Evaluation.Features;

/// <summary>One of the two Inception v3 networks that are used for FID, with the file of its official weights.</summary>
/// <param name="Name">Short name.</param>
/// <param name="WeightsFile">Name of the weights file. It ends in a hyphen and the first digits of the file's SHA-256, as <c>torch.hub</c> requires.</param>
/// <param name="Variant">Network variant.</param>
/// <param name="Folder">Address of the folder of the official file.</param>
internal sealed record DownloadedNetwork(string Name, string WeightsFile, InceptionVariant Variant, Uri Folder) : FeatureNetwork(Name)
{
    /// <summary>The torchvision network, trained on ImageNet.</summary>
    public static DownloadedNetwork Torchvision { get; } =
        new("torchvision", "inception_v3_google-0cc3c7bd.pth", InceptionVariant.Torchvision, new Uri("https://download.pytorch.org/models/"));

    /// <summary>pytorch-fid's port of the 2015 network with which FID was introduced.</summary>
    public static DownloadedNetwork PytorchFid { get; } = new(
        "pytorch-fid", "pt_inception-2015-12-05-6726825d.pth", InceptionVariant.PytorchFid, new Uri("https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/"));

    /// <summary>All networks; the one of the default protocol is first.</summary>
    public static IReadOnlyList<DownloadedNetwork> All { get; } = [Torchvision, PytorchFid];

    /// <summary>The address of the official weights file.</summary>
    public Uri Address => new(Folder, WeightsFile);

    /// <summary>The first digits of the SHA-256 of the weights file, lower case.</summary>
    public string Sha256Prefix => Path.GetFileNameWithoutExtension(WeightsFile).Split('-')[^1];

    /// <summary>Finds a network by its name.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="networks">The available networks.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InputException">There is no network with this name.</exception>
    public static DownloadedNetwork Find(string name, IReadOnlyList<DownloadedNetwork> networks) => networks.FirstOrDefault(n => n.Name == name)
        ?? throw new InputException($"unknown network '{Excerpt.Of(name, 40)}'; available: {string.Join(", ", networks.Select(n => n.Name))}");
}
