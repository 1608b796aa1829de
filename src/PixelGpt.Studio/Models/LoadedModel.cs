using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>A model in memory with its usage count.</summary>
/// <param name="source">Where the model comes from.</param>
/// <param name="decoder">The decoder that owns the model.</param>
/// <param name="generation">The default sampling of the model.</param>
/// <param name="stamp">Identifies the version of the model's files.</param>
internal sealed class LoadedModel(ModelSource source, BatchingDecoder decoder, GenerationOptions generation, string stamp)
{
    /// <summary>Where the model comes from.</summary>
    public ModelSource Source { get; } = source;

    /// <summary>The decoder that owns the model.</summary>
    public BatchingDecoder Decoder { get; } = decoder;

    /// <summary>The default sampling of the model.</summary>
    public GenerationOptions Generation { get; } = generation;

    /// <summary>Identifies the version of the model's files.</summary>
    public string Stamp { get; } = stamp;

    /// <summary>The number of leases.</summary>
    public int Users { get; set; }

    /// <summary>The number of the last lease; it orders models by their last use.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether the model is disposed of when its last lease ends.</summary>
    public bool IsRetired { get; set; }
}
