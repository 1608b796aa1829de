using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>A model in memory with its usage count.</summary>
/// <param name="folder">The model's folder.</param>
/// <param name="decoder">The decoder that owns the model.</param>
/// <param name="generation">The default sampling of the model.</param>
/// <param name="stamp">Identifies the version of the model's files.</param>
internal sealed class LoadedModel(RunFolder folder, BatchingDecoder decoder, GenerationOptions generation, string stamp)
{
    /// <summary>The model's folder.</summary>
    public RunFolder Folder { get; } = folder;

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
