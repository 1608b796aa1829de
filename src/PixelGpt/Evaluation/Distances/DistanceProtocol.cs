using PixelGpt.Data;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Distances;

/// <summary>What a number is made of: the network, which pictures are called true, and in what precision. Numbers of different protocols cannot be compared.</summary>
public sealed record DistanceProtocol
{
    private DistanceProtocol()
    {
    }

    /// <summary>Completions against the true whole pictures, with the original's network: the default.</summary>
    public static DistanceProtocol Completed { get; } = new()
    {
        Name = "completed",
        Summary = "against the true whole pictures, torchvision's Inception v3",
        Network = FeatureNetwork.Torchvision,
    };

    /// <summary>The network and conventions of pytorch-fid, for numbers that other papers' may stand beside.</summary>
    public static DistanceProtocol Standard { get; } = new()
    {
        Name = "standard",
        Summary = "against the true whole pictures, pytorch-fid's Inception v3",
        Network = FeatureNetwork.PytorchFid,
    };

    /// <summary>Exactly what the original computes.</summary>
    public static DistanceProtocol Original { get; } = new()
    {
        Name = "original",
        Summary = "against the beginnings of the true pictures, the rest white, torchvision's Inception v3",
        Network = FeatureNetwork.Torchvision,
        PadsReference = true,
        HasSingleMeans = true,
        Warning = "this FID misleads: what it calls true are pictures whose unknown part was painted white, so a perfect completion scores badly and one that leaves the rest white scores 0; it is only for comparing with the original's number",
    };

    /// <summary>Every protocol, the default first.</summary>
    public static IReadOnlyList<DistanceProtocol> All { get; } = [Completed, Standard, Original];

    /// <summary>The name it is asked for by, printed with every number.</summary>
    public required string Name { get; init; }

    /// <summary>What is compared with what, in a few words.</summary>
    public required string Summary { get; init; }

    /// <summary>The network that looks at the pictures.</summary>
    public required FeatureNetwork Network { get; init; }

    /// <summary>Whether the true pictures are known at their beginning only, and white behind it.</summary>
    public bool PadsReference { get; private init; }

    /// <summary>Whether FID's means are taken in single precision.</summary>
    public bool HasSingleMeans { get; private init; }

    /// <summary>Why its numbers mislead, if they do.</summary>
    public string? Warning { get; private init; }

    /// <summary>A protocol by its name.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static DistanceProtocol Find(string name) => All.FirstOrDefault(p => p.Name == name)
        ?? throw new InputException($"protocol '{Excerpt.Of(name, 40)}' is unknown; there are {string.Join(", ", All.Select(p => p.Name))}");

    /// <summary>The pictures that are called true.</summary>
    /// <param name="pictures">The true pictures, whole; they are left as they are.</param>
    /// <param name="promptFraction">The share of a picture that prompts keep; what is behind it is what may become white.</param>
    public IReadOnlyList<PixelImage> PrepareReference(IReadOnlyList<PixelImage> pictures, double promptFraction)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return PadsReference ? [.. pictures.Select(picture => PadWhite(picture, promptFraction))] : pictures;
    }

    /// <summary>FID under this protocol.</summary>
    internal double Frechet(FeatureSet generated, FeatureSet reference, int threads) =>
        HasSingleMeans ? FrechetDistance.WithSingleMeans(generated, reference, threads) : FrechetDistance.Between(generated, reference, threads);

    private static PixelImage PadWhite(PixelImage picture, double promptFraction)
    {
        var padded = new PixelImage(picture.Width, picture.Height);
        int known = SequenceViews.PromptLength(picture.Width * picture.Height, promptFraction);
        picture.Pixels[..known].CopyTo(padded.Pixels);
        padded.Pixels[known..].Fill(new Rgba(255, 255, 255));
        return padded;
    }
}
