using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>The memory for one picture in a network.</summary>
/// <param name="input">The size of the preprocessed picture.</param>
/// <param name="floats">The number of floats, including those of the picture.</param>
internal sealed class NetworkBuffers(FeatureMapSize input, int floats)
{
    private readonly FloatBuffer _buffer = new(floats);

    /// <summary>The preprocessed picture in channels-last order; filled by the caller.</summary>
    public Span<float> Picture => _buffer[0, input.Floats];

    /// <summary>The whole memory, starting with the picture.</summary>
    public ScratchBuffer All => new(_buffer, 0);
}
