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
        _attention.Cache = cache;
        for (int first = 0; first < pixels.Length; first += PromptAttention.MaxRows)
        {
            int rows = Math.Min(PromptAttention.MaxRows, pixels.Length - first);
            _attention.First = first;
            model.Remember(pixels.Slice(first, rows), _positions.AsSpan(first, rows), _activations, _attention);
        }
    }
}
