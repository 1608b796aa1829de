using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>Temporary memory for the intermediate maps of a layer. It can be reused after the layer returns.</summary>
internal readonly struct ScratchBuffer(FloatBuffer buffer, int start)
{
    /// <summary>Returns a contiguous map at the start of the buffer.</summary>
    public FeatureMap Allocate(FeatureMapSize size) => new(buffer, start, size);

    /// <summary>Returns the rest of the buffer after its first <paramref name="floats"/> floats, aligned.</summary>
    public ScratchBuffer Skip(int floats) => new(buffer, start + Alignment.RoundUp(floats));
}
