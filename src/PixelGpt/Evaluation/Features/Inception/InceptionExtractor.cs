using PixelGpt.Formats;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>
/// Computes the features of Inception v3. Each thread processes its own picture; the last pictures, too few for all threads,
/// are processed one after another by all threads together.
/// </summary>
internal sealed class InceptionExtractor : IFeatureExtractor
{
    private readonly InceptionVariant _variant;
    private readonly InceptionNetwork _network;

    /// <summary>Creates the network.</summary>
    /// <param name="variant">Network variant.</param>
    /// <param name="weights">The weights, with torchvision's names.</param>
    /// <param name="weightsName">Name of the weights, part of <see cref="Name"/>.</param>
    /// <exception cref="InputException">The weights are not those of Inception v3.</exception>
    public InceptionExtractor(InceptionVariant variant, ITensorSource weights, string weightsName)
        : this(variant, weights, weightsName, Kernels.Best)
    {
    }

    /// <summary>Creates the network with given kernels.</summary>
    internal InceptionExtractor(InceptionVariant variant, ITensorSource weights, string weightsName, IKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _variant = variant;
        _network = new InceptionNetwork(variant, weights, kernels);
        string resizing = variant == InceptionVariant.Torchvision ? "resized as Pillow does, bilinear in 8 bits" : "resized in float, bilinear without corner alignment";
        Name = $"Inception v3, {weightsName}, 2048 features of 299×299 pixels {resizing}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Width => InceptionNetwork.Features;

    /// <summary>The number of floating-point operations per picture; a multiply-add counts as two.</summary>
    internal double Operations => _network.Operations;

    /// <inheritdoc/>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        float[][] features = new float[pictures.Count][];
        using var pool = new WorkerPool(threads);
        var buffersPerThread = new InceptionBuffers?[threads];
        Lock progressLock = new();
        int done = 0, inParallel = pictures.Count - (pictures.Count % threads);
        pool.Run(inParallel, (picture, worker) => Extract(picture, worker, null));
        for (int picture = inParallel; picture < pictures.Count; picture++) Extract(picture, 0, pool);
        return features;

        void Extract(int picture, int worker, WorkerPool? helperPool)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InceptionBuffers buffers = buffersPerThread[worker] ??= _network.CreateBuffers();
            InceptionPreprocessing.Prepare(_variant, pictures[picture], buffers.Picture);
            features[picture] = new float[Width];
            _network.Forward(buffers, helperPool, features[picture]);
            lock (progressLock) progress?.Report(++done);
        }
    }
}
