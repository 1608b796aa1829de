using PixelGpt.Data;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Distances;

/// <summary>Defines what a distance compares: the network, the reference pictures and the precision. Results of different protocols are not comparable.</summary>
internal sealed record DistanceProtocol
{
    /// <summary>The name of the Fréchet distance between features of Inception v3.</summary>
    public const string Fid = "FID";

    private DistanceProtocol()
    {
    }

    /// <summary>Completions against the complete true pictures, with torchvision's network: the default.</summary>
    public static DistanceProtocol Completed { get; } = new()
    {
        Name = "completed",
        Summary = "against the complete true pictures, torchvision's Inception v3",
        Network = DownloadedNetwork.Torchvision,
    };

    /// <summary>The network and conventions of pytorch-fid, for comparison with published results.</summary>
    public static DistanceProtocol Standard { get; } = new()
    {
        Name = "standard",
        Summary = "against the complete true pictures, pytorch-fid's Inception v3",
        Network = DownloadedNetwork.PytorchFid,
    };

    /// <summary>Exactly what the course's original script computes.</summary>
    public static DistanceProtocol Original { get; } = new()
    {
        Name = "original",
        Summary = "against the true pictures with all pixels after the prompt white, torchvision's Inception v3",
        Network = DownloadedNetwork.Torchvision,
        PadsReference = true,
        UsesSinglePrecisionMeans = true,
        Warning = "this FID misleads: its reference pictures are white after the prompt, so a perfect completion scores badly and one that leaves the rest white scores 0; use it only for comparison with the original script",
    };

    /// <summary>Completions against the complete true pictures, with a network that needs no download. Its distances are not FID.</summary>
    public static DistanceProtocol ResNet18 { get; } = new()
    {
        Name = "resnet18",
        Summary = "against the complete true pictures, ResNet-18, which needs no download; its distances are not FID",
        Network = FeatureNetwork.ResNet18,
        Metric = "resnet18 distance",
        KernelMetric = "resnet18 kernel distance",
    };

    /// <summary>All protocols; the default is first.</summary>
    public static IReadOnlyList<DistanceProtocol> All { get; } = [Completed, Standard, Original, ResNet18];

    /// <summary>The name on the command line and in results.</summary>
    public required string Name { get; init; }

    /// <summary>A short description.</summary>
    public required string Summary { get; init; }

    /// <summary>The network that computes the features.</summary>
    public required FeatureNetwork Network { get; init; }

    /// <summary>The name of the Fréchet distance; only that of Inception's features is <see cref="Fid"/>.</summary>
    public string Metric { get; private init; } = Fid;

    /// <summary>The name of the kernel distance; only that of Inception's features is KID.</summary>
    public string KernelMetric { get; private init; } = "KID";

    /// <summary>Whether the reference pictures are white after the prompt.</summary>
    public bool PadsReference { get; private init; }

    /// <summary>Whether FID's means are computed in single precision.</summary>
    public bool UsesSinglePrecisionMeans { get; private init; }

    /// <summary>Why the results are misleading; null if they are not.</summary>
    public string? Warning { get; private init; }

    /// <summary>Finds a protocol by its name.</summary>
    /// <param name="name">Name of the protocol.</param>
    /// <returns>The protocol.</returns>
    /// <exception cref="InputException">There is no protocol with this name.</exception>
    public static DistanceProtocol Find(string name) => All.FirstOrDefault(p => p.Name == name)
        ?? throw new InputException($"unknown protocol '{Excerpt.Of(name, 40)}'; available: {string.Join(", ", All.Select(p => p.Name))}");

    /// <summary>Finds a protocol by its name in a file, which may be that of another version.</summary>
    /// <param name="name">Name of the protocol.</param>
    /// <returns>The protocol; the default for an unknown name.</returns>
    public static DistanceProtocol FindOrDefault(string name) => All.FirstOrDefault(p => p.Name == name) ?? Completed;

    /// <summary>Returns the reference pictures of this protocol.</summary>
    /// <param name="pictures">The complete true pictures; they are not changed.</param>
    /// <param name="promptFraction">The fraction of a picture that is the prompt; only the pixels after it may become white.</param>
    /// <returns>The reference pictures.</returns>
    public IReadOnlyList<PixelImage> PrepareReference(IReadOnlyList<PixelImage> pictures, double promptFraction)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return PadsReference ? [.. pictures.Select(picture => PadWhite(picture, promptFraction))] : pictures;
    }

    /// <summary>Computes FID under this protocol.</summary>
    internal double Frechet(FeatureSet generated, FeatureSet reference, int threads) =>
        UsesSinglePrecisionMeans ? FrechetDistance.WithSinglePrecisionMeans(generated, reference, threads) : FrechetDistance.Between(generated, reference, threads);

    private static PixelImage PadWhite(PixelImage picture, double promptFraction)
    {
        var padded = new PixelImage(picture.Width, picture.Height);
        int known = SequenceViews.PromptLength(picture.Width * picture.Height, promptFraction);
        picture.Pixels[..known].CopyTo(padded.Pixels);
        padded.Pixels[known..].Fill(new Rgba(255, 255, 255));
        return padded;
    }
}
