using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>Prefills prompts into the KV caches of a model, one transformer after the other. One instance serves one thread.</summary>
/// <param name="transformers">The transformers of the model, see <see cref="PixelModel.Transformers"/>.</param>
/// <param name="positions">Maximum length of a sequence.</param>
internal sealed class Prefiller(IReadOnlyList<Transformer> transformers, int positions)
{
    private readonly TransformerPrefiller[] _prefillers = [.. transformers.Select(t => new TransformerPrefiller(t, positions))];

    /// <summary>The prefiller of a transformer.</summary>
    /// <param name="transformer">Index of the transformer.</param>
    public TransformerPrefiller this[int transformer] => _prefillers[transformer];

    /// <summary>Clears the KV caches of a sequence and fills them with pixels.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="picture">Size of the picture.</param>
    /// <param name="cache">The KV caches.</param>
    public void Fill(ReadOnlySpan<int> pixels, PictureContext picture, SequenceCache cache)
    {
        for (int i = 0; i < _prefillers.Length; i++) _prefillers[i].Fill(pixels, picture, cache[i]);
    }
}
