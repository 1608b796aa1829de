using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>The memory for one picture in the network.</summary>
internal sealed class InceptionBuffers(int floats)
{
    private readonly FloatBuffer _buffer = new(floats);

    /// <summary>The preprocessed picture, [299, 299, 3]; filled by the caller.</summary>
    public Span<float> Picture => _buffer[0, InceptionNetwork.Input.Floats];

    /// <summary>The whole memory, starting with the picture.</summary>
    public ScratchBuffer All => new(_buffer, 0);
}
