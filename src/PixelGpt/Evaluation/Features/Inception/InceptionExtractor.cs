using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>Computes the features of Inception v3.</summary>
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

    /// <inheritdoc/>
    public string? WeightsPath { get; init; }

    /// <inheritdoc/>
    public double Operations => _network.Operations;

    /// <inheritdoc/>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        return FeatureExtraction.Run(pictures, Width, threads, _network.CreateBuffers, Compute, progress, cancellationToken);

        void Compute(PixelImage picture, NetworkBuffers buffers, WorkerPool? pool, float[] features)
        {
            InceptionPreprocessing.Prepare(_variant, picture, buffers.Picture);
            _network.Forward(buffers, pool, features);
        }
    }
}
