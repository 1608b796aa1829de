using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Features;

/// <summary>A network that says in numbers what is on a picture; distances between sets of pictures are distances between such numbers.</summary>
public interface IFeatureExtractor
{
    /// <summary>What it is, for everything that tells a number of it: the network, its weights and its resizing.</summary>
    string Name { get; }

    /// <summary>Numbers a picture.</summary>
    int Width { get; }

    /// <summary>The features of pictures, in their order: [pictures][<see cref="Width"/>].</summary>
    /// <param name="pictures">The pictures, of any sizes.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="progress">Told the number of pictures done; may be null.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default);
}
