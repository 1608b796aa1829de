using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Models;

/// <summary>The right to use a loaded model. The model stays in memory until the lease is disposed of.</summary>
internal sealed class ModelLease(ModelStore store, LoadedModel loaded) : IAsyncDisposable
{
    /// <summary>Where the model comes from.</summary>
    public ModelSource Source => loaded.Source;

    /// <summary>The minimum width and height of a picture.</summary>
    public int MinSize => Source.Folder is null ? BuiltInModel.MinSize : 1;

    /// <summary>The model.</summary>
    public PixelModel Model => loaded.Decoder.Model;

    /// <summary>The decoder that all requests for the model share.</summary>
    public BatchingDecoder Decoder => loaded.Decoder;

    /// <summary>The default sampling of the model.</summary>
    public GenerationOptions Generation => loaded.Generation;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.ReturnAsync(loaded);
}
