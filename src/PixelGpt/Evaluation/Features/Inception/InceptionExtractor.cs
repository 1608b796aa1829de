using PixelGpt.Formats;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>
/// Features of Inception v3. A picture goes through the network on one thread, as many at once as there are threads; the last
/// ones, too few for all, are looked at by all threads together, one after the other.
/// </summary>
public sealed class InceptionExtractor : IFeatureExtractor
{
    private readonly InceptionForm _form;
    private readonly InceptionNetwork _network;

    /// <summary>Builds the network.</summary>
    /// <param name="form">Which.</param>
    /// <param name="weights">Its weights, by torchvision's names.</param>
    /// <param name="weightsName">What they are called, for everything that tells a number of theirs.</param>
    /// <exception cref="InputException">They are not those of Inception v3.</exception>
    public InceptionExtractor(InceptionForm form, ITensorSource weights, string weightsName)
        : this(form, weights, weightsName, Kernels.Best)
    {
    }

    /// <summary>The same on other kernels.</summary>
    internal InceptionExtractor(InceptionForm form, ITensorSource weights, string weightsName, IKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _form = form;
        _network = new InceptionNetwork(form, weights, kernels);
        string resizing = form == InceptionForm.Torchvision ? "resized as Pillow does, bilinear in 8 bits" : "resized in float, bilinear without corner alignment";
        Name = $"Inception v3, {weightsName}, 2048 features of 299×299 pixels {resizing}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Width => InceptionNetwork.Features;

    /// <summary>Useful operations a picture, by formula; a multiply-add is two.</summary>
    internal double Operations => _network.Operations;

    /// <inheritdoc/>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        float[][] features = new float[pictures.Count][];
        using var pool = new WorkerPool(threads);
        var memories = new InceptionMemory?[threads];
        Lock reporting = new();
        int done = 0, apart = pictures.Count - (pictures.Count % threads);
        pool.Run(apart, (picture, worker) => Look(picture, worker, null));
        for (int picture = apart; picture < pictures.Count; picture++) Look(picture, 0, pool);
        return features;

        void Look(int picture, int worker, WorkerPool? helpers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InceptionMemory memory = memories[worker] ??= _network.CreateMemory();
            InceptionInput.Prepare(_form, pictures[picture], memory.Picture);
            features[picture] = new float[Width];
            _network.Forward(memory, helpers, features[picture]);
            lock (reporting) progress?.Report(++done);
        }
    }
}
