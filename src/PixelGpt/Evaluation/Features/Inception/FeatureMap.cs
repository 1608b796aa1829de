using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>The size of what a layer takes or gives.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Channels">Numbers a pixel.</param>
internal readonly record struct MapSize(int Height, int Width, int Channels)
{
    public int Pixels => Height * Width;

    public int Floats => Pixels * Channels;
}

/// <summary>A picture of many channels, channels-last: [height · width, channels] with rows <paramref name="stride"/> floats apart, so that some of the channels of a wider map are a map too.</summary>
internal readonly struct FeatureMap(FloatBuffer buffer, int start, MapSize size, int stride)
{
    /// <summary>A map whose pixels lie side by side.</summary>
    public FeatureMap(FloatBuffer buffer, int start, MapSize size)
        : this(buffer, start, size, size.Channels)
    {
    }

    public MapSize Size { get; } = size;

    /// <summary>All pixels.</summary>
    public MatrixSpan Values => Rows(0, Size.Pixels);

    /// <summary>The pixels from <paramref name="first"/> on.</summary>
    public MatrixSpan Rows(int first, int count) => new(buffer.Span[(start + (first * stride))..], count, Size.Channels, stride);

    /// <summary>Some of the channels.</summary>
    public FeatureMap Slice(int first, int channels) => new(buffer, start + first, Size with { Channels = channels }, stride);
}

/// <summary>Floats that layers take what lies between them from; what is taken is free again when the layer is done.</summary>
internal readonly struct Scratch(FloatBuffer buffer, int start)
{
    /// <summary>A map of its own at the beginning.</summary>
    public FeatureMap Map(MapSize size) => new(buffer, start, size);

    /// <summary>What is behind the first floats.</summary>
    public Scratch Behind(int floats) => new(buffer, start + Alignment.RoundUp(floats));
}
