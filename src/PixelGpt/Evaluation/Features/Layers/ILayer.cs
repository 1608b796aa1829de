using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>A layer of the network: a convolution, a pool or a composition of layers.</summary>
internal interface ILayer
{
    /// <summary>Computes the output size for an input size.</summary>
    /// <exception cref="InputException">The layer does not accept the number of channels: the weights do not fit together.</exception>
    FeatureMapSize OutputSize(FeatureMapSize input);

    /// <summary>Returns the number of scratch floats that <see cref="Forward"/> needs.</summary>
    int ScratchFloats(FeatureMapSize input);

    /// <summary>Returns the number of floating-point operations of the convolutions, padding included; a multiply-add counts as two. Pooling counts as 0.</summary>
    double Operations(FeatureMapSize input);

    /// <summary>Computes the output.</summary>
    /// <param name="input">Input map; contiguous.</param>
    /// <param name="output">Output map; may be a channel range of a larger map.</param>
    /// <param name="scratch">Scratch memory of at least <see cref="ScratchFloats"/> floats.</param>
    /// <param name="pool">Thread pool; null to use the calling thread only. The result does not depend on it.</param>
    void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool);
}
