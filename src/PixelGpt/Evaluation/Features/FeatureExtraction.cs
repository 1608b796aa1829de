using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features;

/// <summary>
/// Applies a network to pictures. Each thread processes its own picture; the last pictures, too few for all threads,
/// are processed one after another by all threads together.
/// </summary>
internal static class FeatureExtraction
{
    /// <summary>Computes the features of a picture with its own memory and an optional pool.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="buffers">The memory.</param>
    /// <param name="pool">Thread pool; null to use the calling thread only.</param>
    /// <param name="features">Receives the features.</param>
    public delegate void Network(PixelImage picture, NetworkBuffers buffers, WorkerPool? pool, float[] features);

    /// <summary>Computes the features of pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="width">Number of features per picture.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="createBuffers">Creates the memory for one picture at a time.</param>
    /// <param name="network">The network.</param>
    /// <param name="progress">Receives the number of completed pictures; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The features in the order of the pictures.</returns>
    public static float[][] Run(
        IReadOnlyList<PixelImage> pictures, int width, int threads, Func<NetworkBuffers> createBuffers, Network network, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        float[][] features = new float[pictures.Count][];
        using var pool = new WorkerPool(threads);
        var buffersPerThread = new NetworkBuffers?[threads];
        Lock progressLock = new();
        int done = 0, inParallel = pictures.Count - (pictures.Count % threads);
        pool.Run(inParallel, (picture, worker) => Extract(picture, worker, null));
        for (int picture = inParallel; picture < pictures.Count; picture++) Extract(picture, 0, pool);
        return features;

        void Extract(int picture, int worker, WorkerPool? helperPool)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features[picture] = new float[width];
            network(pictures[picture], buffersPerThread[worker] ??= createBuffers(), helperPool, features[picture]);
            lock (progressLock) progress?.Report(++done);
        }
    }
}
