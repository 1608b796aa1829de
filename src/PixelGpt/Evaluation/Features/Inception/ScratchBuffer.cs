using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>Temporary memory for the intermediate maps of a layer; free again when the layer returns.</summary>
internal readonly struct ScratchBuffer(FloatBuffer buffer, int start)
{
    /// <summary>A contiguous map at the start of the buffer.</summary>
    public FeatureMap Allocate(FeatureMapSize size) => new(buffer, start, size);

    /// <summary>The buffer after its first <paramref name="floats"/> floats, aligned.</summary>
    public ScratchBuffer Skip(int floats) => new(buffer, start + Alignment.RoundUp(floats));
}
