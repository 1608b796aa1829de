using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Models;

/// <summary>A model in memory and who uses it.</summary>
internal sealed class LoadedModel(BatchingDecoder decoder, string stamp)
{
    /// <summary>What draws.</summary>
    public BatchingDecoder PixelDecoder { get; } = decoder;

    /// <summary>Tells the file it was loaded from from a later one.</summary>
    public string Stamp { get; } = stamp;

    /// <summary>Requests that use it.</summary>
    public int Users { get; set; }

    /// <summary>When it was used last, in the store's own count.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether it goes as soon as nobody uses it.</summary>
    public bool IsRetired { get; set; }
}
