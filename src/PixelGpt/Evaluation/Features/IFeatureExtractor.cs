using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Features;

/// <summary>Computes feature vectors of pictures. Distances between sets of pictures compare these vectors.</summary>
internal interface IFeatureExtractor
{
    /// <summary>The full name of the network, its weights and its resizing. Stored with every result.</summary>
    string Name { get; }

    /// <summary>The number of features per picture.</summary>
    int Width { get; }

    /// <summary>The number of floating-point operations per picture, to estimate the time; a multiply-add counts as two.</summary>
    double Operations { get; }

    /// <summary>The path of the file that the network was read from; null if it was not read from a file.</summary>
    string? WeightsPath => null;

    /// <summary>Computes the features of pictures.</summary>
    /// <param name="pictures">Pictures of any size.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="progress">Receives the number of completed pictures; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The features in the order of the pictures, [pictures][<see cref="Width"/>].</returns>
    float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default);
}
