namespace PixelGpt.Imaging;

/// <summary>A frame of an animation: its fcTL chunk and image data (PNG specification, 11.3.6).</summary>
internal sealed class PngFrame
{
    private readonly List<ReadOnlyMemory<byte>> _data = [];

    /// <summary>The part of the picture that the frame covers.</summary>
    public required PixelArea Area { get; init; }

    /// <summary>What happens to the area after the frame was shown.</summary>
    public required FrameDisposal Disposal { get; init; }

    /// <summary>Whether the frame is blended with the picture instead of replacing its area.</summary>
    public required bool IsBlended { get; init; }

    /// <summary>Whether the frame is the still image, so that its data is in IDAT chunks.</summary>
    public required bool IsStill { get; init; }

    /// <summary>How long the frame is shown, in milliseconds.</summary>
    public required int Duration { get; init; }

    /// <summary>The contents of the fdAT chunks without their sequence numbers, which form one zlib stream.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data => _data;

    /// <summary>Adds image data.</summary>
    public void Add(ReadOnlyMemory<byte> data) => _data.Add(data);
}
