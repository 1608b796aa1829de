using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>
/// Fills a cache with the beginning of a picture, a run of pixels at a time, so that what a run computes stays in the
/// caches of its core. Of a run no logits are computed, nor anything else that no later pixel looks at. One instance
/// serves one thread.
/// </summary>
internal sealed class PromptReader(Transformer model, int positions)
{
    private readonly Activations _activations = model.CreateActivations(Math.Min(positions, PromptAttention.MaxRows), training: false);
    private readonly PromptAttention _attention = new(model.Description, model.Kernels, positions);
    private readonly int[] _positions = [.. Enumerable.Range(0, positions)];

    /// <summary>Reads pixels into an emptied cache.</summary>
    public void Read(ReadOnlySpan<int> pixels, KeyValueCache cache)
    {
        cache.Clear();
        for (int first = 0; first < pixels.Length; first += PromptAttention.MaxRows)
            ReadRun(pixels, first, Math.Min(PromptAttention.MaxRows, pixels.Length - first), cache, relay: null);
    }

    /// <summary>Reads one run of pixels into a cache that has, or with a relay is about to get, those before it.</summary>
    public void ReadRun(ReadOnlySpan<int> pixels, int first, int count, KeyValueCache cache, PromptRelay? relay)
    {
        (_attention.Cache, _attention.First, _attention.Relay) = (cache, first, relay);
        model.Prefill(pixels.Slice(first, count), _positions.AsSpan(first, count), _activations, _attention);
    }
}
