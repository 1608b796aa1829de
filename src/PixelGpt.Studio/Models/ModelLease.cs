using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>The right to use a loaded model. The model stays in memory until the lease is disposed of.</summary>
internal sealed class ModelLease(ModelStore store, LoadedModel loaded) : IAsyncDisposable
{
    /// <summary>The model's folder.</summary>
    public RunFolder Folder => loaded.Folder;

    /// <summary>The model.</summary>
    public PixelModel Model => loaded.Decoder.Model;

    /// <summary>The decoder that all requests for the model share.</summary>
    public BatchingDecoder Decoder => loaded.Decoder;

    /// <summary>The default sampling of the model.</summary>
    public GenerationOptions Generation => loaded.Generation;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.ReturnAsync(loaded);
}
