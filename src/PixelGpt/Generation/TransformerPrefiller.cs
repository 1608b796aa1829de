using PixelGpt.Models;
using PixelGpt.Models.Embeddings;

namespace PixelGpt.Generation;

/// <summary>
/// Fills a KV cache with a prompt, in chunks of positions small enough that their activations stay in the core's caches.
/// Skips the logits and everything else that later positions do not need. One instance serves one thread.
/// </summary>
internal sealed class TransformerPrefiller(Transformer model, int positions)
{
    private readonly Activations _activations = model.CreateActivations(Math.Min(positions, PromptAttention.MaxRows), training: false);
    private readonly PromptAttention _attention = new(model.Description, model.Kernels, positions);
    private readonly int[] _positions = [.. Enumerable.Range(0, positions)];

    /// <summary>Clears a KV cache and fills it with pixels.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="picture">Size of the picture.</param>
    /// <param name="cache">The KV cache.</param>
    public void Fill(ReadOnlySpan<int> pixels, PictureContext picture, KeyValueCache cache)
    {
        cache.Start(picture);
        for (int first = 0; first < pixels.Length; first += PromptAttention.MaxRows)
            FillChunk(pixels, first, Math.Min(PromptAttention.MaxRows, pixels.Length - first), cache, pipeline: null);
    }

    /// <summary>Adds one chunk of a prompt to a KV cache.</summary>
    /// <param name="pixels">The whole prompt.</param>
    /// <param name="first">Position of the chunk's first pixel.</param>
    /// <param name="count">Number of pixels in the chunk.</param>
    /// <param name="cache">The KV cache; without a pipeline it must already contain the earlier positions.</param>
    /// <param name="pipeline">Synchronisation with the threads that add the other chunks; null if there are none.</param>
    public void FillChunk(ReadOnlySpan<int> pixels, int first, int count, KeyValueCache cache, PipelinedPrefill? pipeline)
    {
        (_attention.Cache, _attention.First, _attention.Pipeline) = (cache, first, pipeline);
        pixels.Slice(first, count).CopyTo(cache.Tokens.AsSpan(first));
        model.Prefill(TokenRows.OfSequence(pixels, _positions.AsSpan(first, count), cache.Picture), _activations, _attention);
    }
}
