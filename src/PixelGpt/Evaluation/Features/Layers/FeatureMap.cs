using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>The input or output of a layer in channels-last order: [height · width, channels] with <paramref name="stride"/> floats between rows, so that a range of channels of a larger map is also a map.</summary>
internal readonly struct FeatureMap(FloatBuffer buffer, int start, FeatureMapSize size, int stride)
{
    /// <summary>Creates a contiguous map.</summary>
    public FeatureMap(FloatBuffer buffer, int start, FeatureMapSize size)
        : this(buffer, start, size, size.Channels)
    {
    }

    public FeatureMapSize Size { get; } = size;

    /// <summary>All pixels.</summary>
    public MatrixSpan Values => Rows(0, Size.Pixels);

    /// <summary>Returns a range of pixels.</summary>
    public MatrixSpan Rows(int first, int count) => new(buffer.Span[(start + (first * stride))..], count, Size.Channels, stride);

    /// <summary>Returns a range of channels.</summary>
    public FeatureMap Slice(int first, int channels) => new(buffer, start + first, Size with { Channels = channels }, stride);

    /// <summary>Copies all pixels to a map of the same size.</summary>
    public void CopyTo(FeatureMap destination)
    {
        for (int pixel = 0; pixel < Size.Pixels; pixel++) Rows(pixel, 1).Data[..Size.Channels].CopyTo(destination.Rows(pixel, 1).Data);
    }
}
