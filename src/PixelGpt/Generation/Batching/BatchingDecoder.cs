#pragma warning disable CS1591
using PixelGpt.Models;

namespace PixelGpt.Generation.Batching;

/// <summary>Finishes pictures for many callers at once; not yet written.</summary>
public sealed class BatchingDecoder(PixelModel model, BatchingOptions? options = null) : IAsyncDisposable
{
    public PixelModel Model { get; } = model;
    public int Waiting => options?.QueueLimit ?? 0;
    public int Active => 0;
    public long PixelsDrawn => 0;

    public Task<IReadOnlyList<DrawnPicture>> CompleteAsync(CompletionRequest request, GenerationOptions options, int alternatives = 0, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public IAsyncEnumerable<DrawnPixel> StreamAsync(CompletionRequest request, GenerationOptions options, int alternatives = 0, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
