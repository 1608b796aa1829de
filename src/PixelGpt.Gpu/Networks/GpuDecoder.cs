using PixelGpt.Gpu.Computing;
using PixelGpt.Models;

namespace PixelGpt.Gpu.Networks;

/// <summary>Completes a batch of pictures on a device, with a KV cache there. All sequences are at the same position at any time.</summary>
internal sealed class GpuDecoder : IDisposable
{
    private readonly Transformer _model;
    private readonly GpuTransformer _transformer;
    private readonly PassSize _size;

    /// <summary>Copies a model to a device.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="sequences">Maximum number of pictures.</param>
    /// <param name="positions">Maximum number of pixels of a picture.</param>
    /// <param name="longestPrompt">Maximum number of pixels of a prompt.</param>
    /// <exception cref="InputException">The device has not enough memory, or cannot compute the model.</exception>
    public GpuDecoder(GpuEngine engine, Transformer model, int sequences, int positions, int longestPrompt)
    {
        int rows = Math.Max(1, longestPrompt - 1);
        MemoryPlan.Of(model, rows, recipe: null, positions).Check(sequences, engine.MemoryBytes, "batch size");
        _model = model;
        _size = new PassSize(sequences, rows, IsTrained: false, positions);
        _transformer = new GpuTransformer(engine, model, _size);
    }

    /// <summary>Returns the most probable colour, the first one of several.</summary>
    public static int Greedy(int sequence, ReadOnlySpan<int> pixels, ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int color = 1; color < logits.Length; color++)
        {
            if (logits[color] > logits[best]) best = color;
        }

        return best;
    }

    /// <summary>Completes pictures.</summary>
    /// <param name="prompts">Given pixels of each picture, at least one, and the picture. Sequences have the order of the picture.</param>
    /// <param name="lengths">Number of pixels of each picture.</param>
    /// <param name="choose">Selects colours.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per position.</param>
    /// <returns>All pixels of each picture, in the order of the sequence.</returns>
    public int[][] Complete(IReadOnlyList<(ReadOnlyMemory<int> Pixels, PictureContext Context)> prompts, IReadOnlyList<int> lengths, ColorChoice choose, CancellationToken cancellationToken = default)
    {
        int[][] results = [.. lengths.Select(length => new int[length])];
        for (int i = 0; i < results.Length; i++) prompts[i].Pixels.CopyTo(results[i]);
        int colors = _model.Description.VocabularySize, longest = lengths.Max(), prefilled = Math.Min(prompts.Min(p => p.Pixels.Length) - 1, _size.Rows);
        float[] logits = new float[results.Length * colors];

        // Shorter sequences are padded to keep the batch rectangular; the results of the padding are not used.
        int[][] padded = [.. results.Select(r => longest == r.Length ? r : new int[longest])];
        for (int i = 0; i < results.Length; i++) prompts[i].Pixels.Span.CopyTo(padded[i]);
        var sequences = new (ReadOnlyMemory<int> Pixels, PictureContext Context)[results.Length];
        for (int i = 0; i < sequences.Length; i++) sequences[i] = (padded[i], prompts[i].Context);
        if (prefilled > 0) _transformer.Forward(sequences, 0, prefilled);
        for (int position = prefilled; position < longest - 1; position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _transformer.Forward(sequences, position, 1);
            _transformer.Logits.Download(logits);
            for (int i = 0; i < results.Length; i++)
            {
                if (position + 1 < prompts[i].Pixels.Length || position + 1 >= results[i].Length) continue;
                results[i][position + 1] = padded[i][position + 1] = choose(i, results[i].AsSpan(0, position + 1), logits.AsSpan(i * colors, colors));
            }
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _transformer.Dispose();
}
